#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/espeak/library.hpp"

namespace kokoro::text {

/// The socket of a worker process.
inline constexpr int kEspeakWorkerSocket = 3;

/// What a worker process does: answers requests on kEspeakWorkerSocket until the other side is gone. Gives the exit
/// status; 2 when there is no socket.
int run_espeak_worker();

/// espeak-ng in a process of its own, for programs that must not die with it. When the worker dies or hangs, it is
/// started again and the text is read once more; if that kills it too, the text is read word by word, and a word that
/// kills it is left out, logged and remembered. A worker that somebody else kills is no fault of the text's.
/// Thread-safe: one call at a time.
class EspeakWorker final : public EspeakLibrary {
 public:
  /// A program that calls run_espeak_worker(), with its arguments.
  struct Command {
    std::string program;
    std::vector<std::string> arguments;
  };

  /// Starts the process and asks it for its voices. Errors: unavailable (it does not start, or finds no data).
  static Result<std::unique_ptr<EspeakWorker>> start(Command command);
  ~EspeakWorker() override;
  EspeakWorker(const EspeakWorker&) = delete;
  EspeakWorker& operator=(const EspeakWorker&) = delete;

  const std::vector<EspeakVoice>& voices() const override { return voices_; }

  /// Errors: as EspeakLibrary::phonemes(), also unavailable when the process cannot be started again.
  Result<std::string> phonemes(std::string_view voice, const std::string& text) override;

  /// Process id of the worker; it may have died since.
  int process() const { return process_; }
  /// How often a process was started.
  std::size_t starts() const { return starts_; }

 private:
  explicit EspeakWorker(Command command) : command_(std::move(command)) {}
  Result<void> launch();
  /// The process's status as waitpid() gives it.
  int stop();
  std::optional<Result<std::string>> ask(std::string_view request);
  /// Asks until there is an answer, or the request itself has killed the process `deaths` times.
  std::optional<Result<std::string>> attempt(std::string_view request, int deaths);
  Result<std::string> read_words(std::string_view voice, std::string_view text);
  void count_voice(std::string_view voice);

  const Command command_;
  std::vector<EspeakVoice> voices_;
  std::mutex mutex_;
  int socket_ = -1;
  std::atomic<int> process_ = -1;
  std::atomic<std::size_t> starts_ = 0;
  std::string last_voice_;
  std::size_t voice_changes_ = 0;  ///< of the running process
  bool at_fault_ = false;          ///< whether the last death was the request's doing, and not SIGKILL from outside
  std::set<std::string> deadly_;   ///< requests that killed it twice, and words that did so alone
};

}  // namespace kokoro::text
