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
#include "server/openai/speech_defaults.hpp"

namespace kokoro::server {

/// How `kokoro serve` listens and what it allows.
struct ServerOptions {
  std::string host = "127.0.0.1";                    ///< address or name to bind
  std::uint16_t port = 8880;                         ///< 0: the system chooses
  int workers = 0;                                   ///< chunks made at once, each on a core; 0: one per core
  std::size_t queue_limit = 64;                      ///< requests that wait for their first turn; more are answered 429
  std::size_t client_limit = 32;                     ///< requests of one client at once; more are answered 429
  std::chrono::milliseconds queue_timeout{30'000};   ///< for the first turn; then the answer is 429
  std::size_t max_input_chars = 100'000;             ///< of `input`; more is answered 413
  std::size_t max_body_bytes = 2U << 20U;            ///< of a request; more is answered 413
  std::size_t max_header_bytes = 16U << 10U;         ///< of a request; more is answered 431
  std::size_t max_connections = 4096;                ///< for more the longest idle one is closed, else they wait
  std::chrono::milliseconds idle_timeout{75'000};    ///< between requests of a connection
  std::chrono::milliseconds header_timeout{10'000};  ///< from the first byte of a request to the end of its header
  std::chrono::milliseconds body_timeout{30'000};    ///< from the end of the header to the end of the body
  std::chrono::milliseconds write_timeout{60'000};   ///< without any progress of a response
  SpeechDefaults defaults;
  std::vector<std::string> api_keys;      ///< empty, without a file: no key is asked for
  std::filesystem::path api_key_file;     ///< one key a line; read again on SIGHUP
  bool loopback_without_key = false;      ///< clients of this machine need no key
  std::vector<std::string> cors_origins;  ///< web pages that may use the server; "*": all
  std::filesystem::path tls_certificate;  ///< PEM; empty: no TLS
  std::filesystem::path tls_key;          ///< PEM; empty: in the certificate's file
  std::filesystem::path access_log;       ///< lines of JSON; "-": standard error; empty: none
  std::chrono::seconds keep_alive{0};     ///< an idle model is unloaded after it; 0: never
  bool allow_unload = false;              ///< POST /dev/unload
  bool allow_voice_tags = true;           ///< in a text, and POST /dev/dialogue
  bool allow_ssml = true;                 ///< as the text, and /dev/ssml
  bool debug_routes = false;              ///< /debug/*
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
