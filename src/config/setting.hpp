#pragma once

#include <cstdint>
#include <kokoro/error.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kokoro::config {

/// Every setting of the program; also its index in the table.
enum class Key : std::size_t {
  home,
  config_file,
  log_level,
  threads,
  device,
  precision,
  keep_packed,
  default_version,
  default_voice,
  default_language,
  default_speed,
  mecab_dictionary,
  edge_silence_ms,
  sentence_gap_ms,
  paragraph_gap_ms,
  loudness_lufs,
  host,
  port,
  workers,
  queue_limit,
  client_limit,
  queue_timeout_s,
  max_input_chars,
  web,
  max_body_bytes,
  max_header_bytes,
  max_connections,
  idle_timeout_s,
  header_timeout_s,
  body_timeout_s,
  write_timeout_s,
  espeak,
  default_format,
  default_volume,
  api_keys,
  api_key_file,
  loopback_without_key,
  cors_origins,
  tls_certificate,
  tls_key,
  access_log,
  keep_alive_s,
  allow_unload,
  allow_voice_tags,
  allow_ssml,
  debug_routes,
  allow_voice_saving,
  download_folder,
  download_max_mb,
  download_max_files,
  download_max_age_hours,
  max_connections_per_address,
  max_memory_mb,
  max_answer_mb,
  socket_idle_timeout_s,
  drain_delay_s,
  drain_limit_s,
  allowed_hosts,
  trusted_proxies,
  proxy_protocol,
};

enum class Type { text, path, choice, integer, boolean, number, list };

/// Which commands take a setting as a flag and look it up in the environment; the file is checked as a whole.
enum class Scope : unsigned {
  program = 1,  ///< all commands
  compute = 2,  ///< those that run the model
  request = 4,  ///< those that speak or phonemize by themselves
  server = 8,   ///< serve
  text = 16,    ///< those that turn text into phonemes
  audio = 32,   ///< those that make audio: say, serve
};
inline constexpr unsigned kAllScopes = 63;

/// Words of a setting that holds several.
using List = std::vector<std::string>;

/// A checked value: text, path and choice are strings.
using Value = std::variant<std::string, std::int64_t, bool, double, List>;

/// One row of the table. Flags, environment, file, help and checks all come from it.
struct Setting {
  Key key;
  std::string_view name;      ///< "max_body_bytes"
  std::string_view flag;      ///< "--max-body-bytes"; empty for secrets, which a list of processes would show
  std::string_view variable;  ///< "KOKORO_MAX_BODY_BYTES"
  std::string_view alias;     ///< variable of Kokoro-FastAPI that means the same, for serve; may be empty
  std::string_view toml;      ///< dotted key in the file, "server.max_body_bytes"; empty: not allowed there
  Type type;
  Scope scope;
  std::string_view fallback;  ///< default, as a user would write it
  double min;                 ///< of integers and numbers
  double max;
  std::string_view choices;  ///< of choices, separated by spaces
  std::string_view help;     ///< one sentence
  bool secret;               ///< never shown
};

/// The table, in the order of Key.
std::span<const Setting> settings();
const Setting& setting(Key key);

/// What a setting accepts, for messages and help: "a number from 1 to 65535", "one of debug, info".
std::string expectation(const Setting& setting);

/// Reads a value as written on a command line or in the environment: lists are separated by commas, or a JSON list;
/// case does not matter for choices. `place` says where it stood:
/// "environment variable KOKORO_PORT". Errors: invalid_input, naming place and expectation.
Result<Value> parse_value(const Setting& setting, std::string_view text, std::string_view place);

/// A value as a user would write it.
std::string shown(const Value& value);

/// Checks a value that already has a type (from a file). Errors as parse_value().
Result<Value> check_value(const Setting& setting, Value value, std::string_view place);

}  // namespace kokoro::config
