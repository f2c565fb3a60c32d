#include <fmt/format.h>

#include <CLI/App.hpp>
#include <cstdio>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "engine/espeak_process.hpp"
#include "server/app/server.hpp"

namespace kokoro::cli {
namespace {

using config::Key;
using config::Scope;

constexpr unsigned kScopes = scope_bits(Scope::compute, Scope::request, Scope::server, Scope::text, Scope::audio);

constexpr const char* kFooter = R"(
Serves OpenAI's speech endpoint until SIGINT or SIGTERM, then finishes what runs.

Examples:
  kokoro serve
  kokoro serve --host 0.0.0.0 --port 8080
  curl http://127.0.0.1:8880/v1/audio/speech -o hello.wav -H 'Content-Type: application/json' \
    -d '{"model":"kokoro","input":"Hello.","voice":"af_heart","response_format":"wav"}')";

Result<server::SpeechDefaults> speech_defaults(const config::Settings& settings) {
  server::SpeechDefaults defaults;
  defaults.language = settings.text(Key::default_language);
  defaults.speed = settings.number(Key::default_speed);
  const auto format = audio::parse_format(settings.text(Key::default_format));
  if (!format) return fail(format.error());
  defaults.format = *format;
  defaults.volume = settings.number(Key::default_volume);
  defaults.silence = silence_of(settings);
  defaults.loudness_lufs = loudness_of(settings);
  return defaults;
}

server::ServerOptions server_options(const config::Settings& settings) {
  const auto size = [&](Key key) { return static_cast<std::size_t>(settings.integer(key)); };
  const auto seconds = [&](Key key) { return std::chrono::seconds(settings.integer(key)); };
  server::ServerOptions options;
  options.host = settings.text(Key::host);
  options.port = static_cast<std::uint16_t>(settings.integer(Key::port));
  options.workers = static_cast<int>(settings.integer(Key::workers));
  options.queue_limit = size(Key::queue_limit);
  options.client_limit = size(Key::client_limit);
  options.queue_timeout = seconds(Key::queue_timeout_s);
  options.max_input_chars = size(Key::max_input_chars);
  options.web = settings.boolean(Key::web);
  options.max_body_bytes = size(Key::max_body_bytes);
  options.max_header_bytes = size(Key::max_header_bytes);
  options.max_connections = size(Key::max_connections);
  options.idle_timeout = seconds(Key::idle_timeout_s);
  options.header_timeout = seconds(Key::header_timeout_s);
  options.body_timeout = seconds(Key::body_timeout_s);
  options.write_timeout = seconds(Key::write_timeout_s);
  options.max_connections_per_address = size(Key::max_connections_per_address);
  options.max_memory_bytes = size(Key::max_memory_mb) << 20U;
  options.max_answer_bytes = size(Key::max_answer_mb) << 20U;
  options.socket_idle_timeout = seconds(Key::socket_idle_timeout_s);
  options.drain_delay = seconds(Key::drain_delay_s);
  options.drain_limit = seconds(Key::drain_limit_s);
  options.allowed_hosts = settings.list(Key::allowed_hosts);
  options.trusted_proxies = settings.list(Key::trusted_proxies);
  options.proxies = options.trusted_proxies;
  options.proxy_protocol = settings.boolean(Key::proxy_protocol);
  options.api_keys = settings.list(Key::api_keys);
  if (settings.source(Key::api_keys) == config::Source::file) options.api_keys_from = settings.file();
  options.api_key_file = settings.text(Key::api_key_file);
  options.loopback_without_key = settings.boolean(Key::loopback_without_key);
  options.cors_origins = settings.list(Key::cors_origins);
  options.tls_certificate = settings.text(Key::tls_certificate);
  options.tls_key = settings.text(Key::tls_key);
  options.access_log = settings.text(Key::access_log);
  options.keep_alive = seconds(Key::keep_alive_s);
  options.allow_unload = settings.boolean(Key::allow_unload);
  options.allow_voice_tags = settings.boolean(Key::allow_voice_tags);
  options.allow_ssml = settings.boolean(Key::allow_ssml);
  options.debug_routes = settings.boolean(Key::debug_routes);
  options.allow_voice_saving = settings.boolean(Key::allow_voice_saving);
  options.downloads = {.folder = settings.text(Key::download_folder),
                       .max_bytes = size(Key::download_max_mb) << 20U,
                       .max_files = size(Key::download_max_files),
                       .max_age = std::chrono::hours(settings.integer(Key::download_max_age_hours))};
  return options;
}

/// A mistyped name would only show when the first request comes.
Result<void> check_default_voice(Engine& engine, const std::string& voice) {
  if (voice.empty() || engine.default_voice(engine.default_version()) == voice) return {};
  SpeechRequest request;
  request.text = "a";
  request.voice = voice;
  auto valid = engine.validate(request);
  if (valid) return valid;
  Error error = with_voices_command(std::move(valid.error()));
  error.message = "default_voice: " + error.message;
  error.param = "default_voice";
  return fail(std::move(error));
}

/// Puts espeak-ng where the setting says.
Result<void> place_espeak(const std::string& where) {
  if (where == "inline") return {};
  auto moved = engine::use_espeak_process();
  if (moved || where == "process") return moved;
  log::warning("espeak-ng runs inline: {}", moved.error().message);
  return {};
}

Result<void> serve(bool quiet, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  auto options = server_options(*settings);
  auto defaults = speech_defaults(*settings);
  if (!defaults) return fail(defaults.error());
  options.defaults = std::move(*defaults);
  if (auto placed = place_espeak(settings->text(Key::espeak)); !placed) return placed;
  auto engine = make_engine(*settings, {}, {}, false);
  if (!engine) return fail(engine.error());
  if (auto there = check_default_voice(**engine, settings->text(Key::default_voice)); !there) return there;
  if (!quiet && speaks_demo(**engine, std::nullopt)) fmt::print(stderr, "{}\n", kDemoLine);
  return server::run(**engine, options, [quiet](const std::string& url) {
    if (!quiet) fmt::print(stderr, "listening on {}\n", url);
  });
}

}  // namespace

void add_serve(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "serve", "Serve speech over HTTP, as OpenAI's API does.", kScopes);
  auto quiet = std::make_shared<bool>(false);
  command.add_flag("-q,--quiet", *quiet, "No remarks at the start");
  command.footer(kFooter);
  command.callback([quiet, &context] { context.action = [quiet, &context] { return serve(*quiet, context); }; });
}

}  // namespace kokoro::cli
