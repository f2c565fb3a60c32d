#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string_view>

namespace kokoro {

/// Where a session stands after a step.
enum class SessionState : std::uint8_t {
  speaking,  ///< the next step makes another chunk
  waiting,   ///< of a SpeechStream: what has come is said, the next sentence is not complete
  done       ///< all is said
};

/// One request on its way to speech, a chunk at a time, so that many can take turns on few threads.
///
/// Made by Engine::open(), which checks the request; the engine must outlive it. The token given there cancels it.
/// Not thread-safe; steps may come from different threads one after the other.
class KOKORO_EXPORT SpeechSession {
 public:
  virtual ~SpeechSession() = default;

  /// Makes one chunk at most and gives it to `sink` on the calling thread; loads the model if need be.
  ///
  /// `threads` is how many cores the step may use, 0 for all. With one it stays on the calling thread; with more the
  /// text of the next chunk is read beside the sound of this one, on a thread that may outlast the step. The samples
  /// do not depend on it.
  /// Errors: those of Engine::speak() and of the sink; after one the session is over and must not be stepped again.
  virtual Result<SessionState> step(const SpeechSink& sink, int threads = 0) = 0;

  /// What has been spoken so far.
  virtual const SpeechSummary& summary() const = 0;

  /// Characters (code points) of the text that the next step makes speech of; 0 when that is not known yet.
  virtual std::size_t next_characters() const = 0;
};

/// A session and where the chunk of its next step goes.
struct SessionTurn {
  SpeechSession* session = nullptr;
  SpeechSink sink;
};

/// A session whose text comes bit by bit, as a language model writes it. Each sentence is spoken once it is complete:
/// its mark has come and text that goes on after it, or the end of a line. append(), flush() and finish() are
/// thread-safe and may be called while step() runs.
class KOKORO_EXPORT SpeechStream : public SpeechSession {
 public:
  /// More text. Errors: invalid_input (invalid UTF-8; after finish()), too_large (a megabyte waits to be spoken).
  virtual Result<void> append(std::string_view text) = 0;

  /// What has come is complete: it is spoken without waiting for more.
  virtual void flush() = 0;

  /// Nothing more will come; the session is done when the rest is spoken.
  virtual void finish() = 0;
};

}  // namespace kokoro
