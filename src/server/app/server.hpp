#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <kokoro/engine.hpp>
#include <kokoro/error.hpp>
#include <string>
#include <vector>

#include "server/download/download_store.hpp"
#include "server/middleware/access_options.hpp"
#include "server/net/net_options.hpp"
#include "server/speech/speech_defaults.hpp"

namespace kokoro::server {

/// How `kokoro serve` listens and what it allows.
struct ServerOptions : NetOptions, AccessOptions {
  int workers = 0;                                  ///< chunks made at once, each on a core; 0: one per core
  std::size_t queue_limit = 64;                     ///< requests that wait for their first turn; more are answered 429
  std::size_t client_limit = 32;                    ///< requests of one client at once; more are answered 429
  std::chrono::milliseconds queue_timeout{30'000};  ///< for the first turn; then the answer is 429
  std::size_t max_input_chars = 100'000;            ///< of `input`; more is answered 413
  std::size_t max_answer_bytes = 512U << 20U;       ///< of speech that is sent as a whole; more is answered 413
  SpeechDefaults defaults;
  std::filesystem::path access_log;    ///< lines of JSON; "-": standard error; empty: none
  std::chrono::seconds keep_alive{0};  ///< an idle model is unloaded after it; 0: never
  bool allow_unload = false;           ///< POST /dev/unload
  bool allow_voice_tags = true;        ///< in a text, and POST /dev/dialogue
  bool allow_ssml = true;              ///< as the text, and /dev/ssml
  bool debug_routes = false;           ///< /debug/*
  DownloadLimits downloads;
  bool allow_voice_saving = false;  ///< mixes may be kept as voices
  bool web = true;                  ///< /web/, /docs and /openapi.json; false: 403
};

/// Serves HTTP until SIGINT or SIGTERM, then stops accepting, finishes the running requests and returns.
///
/// `on_listening` is called once, with the URL (the port that was really bound), before the first request is accepted.
/// Blocks; the calling thread does all input and output, others compute.
/// Errors: invalid_input (host, options out of range), unavailable (address in use, no permission to bind), cancelled
/// (a second signal ended running requests).
Result<void> run(Engine& engine, const ServerOptions& options,
                 const std::function<void(std::string url)>& on_listening);

}  // namespace kokoro::server
