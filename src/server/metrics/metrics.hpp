#pragma once

#include <cstddef>
#include <kokoro/version.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace kokoro::server {

/// What the server measures, for GET /metrics. Labels take few values: model versions, formats, statuses,
/// codes of errors. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// The kind of a speech: model version and the name of an audio format.
  struct Kind {
    ModelVersion version = kDefaultVersion;
    std::string format;
  };

  /// A job waited so long for its first turn.
  void queue_wait(double seconds);
  /// A job begins and ends; between, it counts as active.
  void speech_began(const Kind& kind);
  void speech_ended(const Kind& kind);
  /// From the request to the first bytes of audio.
  void first_audio(const Kind& kind, double seconds);
  /// A chunk of speech was made.
  void chunk(const Kind& kind, double audio_s);
  /// All of a speech was made; `compute_s` inside the model.
  void speech_completed(const Kind& kind, double audio_s, double compute_s);
  /// A listener had heard all that was made, for so long.
  void stall(const Kind& kind, double seconds);
  /// The client went before the end.
  void cancelled(const Kind& kind);
  /// A speech that was accepted ended with an error; `code`: its name, "invalid_input".
  void failed(const Kind& kind, std::string_view code);
  /// Not taken in: "queue_full", "client_limit", "wait_too_long", "expired", "draining",
  /// "out_of_memory".
  void refused(std::string_view reason);
  /// A response was sent to its end or broken off; status 0: the client went before there was one.
  void response(int status, std::size_t body_bytes);

  /// What is so now, set when the text is asked for.
  struct Now {
    std::size_t queue_depth = 0;
    std::size_t running = 0;
    std::size_t jobs = 0;
    std::size_t connections = 0;
    bool ready = false;
    std::size_t memory = 0;  ///< bytes of buffers
    std::size_t memory_limit = 0;
    std::size_t memory_refusals = 0;
  };
  /// The exposition format of Prometheus, version 0.0.4.
  std::string text(const Now& now) const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace kokoro::server
