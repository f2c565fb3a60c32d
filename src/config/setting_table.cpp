#include <array>
#include <limits>

#include "base/audio_format.hpp"
#include "config/setting.hpp"

namespace kokoro::config {
namespace {

constexpr double kNoMin = 0;
constexpr double kNoMax = std::numeric_limits<double>::infinity();

/// The names of the formats with spaces between them; zeros behind.
constexpr std::array<char, 256> kFormatChoices = [] {
  std::array<char, 256> text{};
  std::size_t at = 0;
  for (const std::string_view name : audio::kFormatNames) {
    if (at > 0) text[at++] = ' ';
    for (const char c : name) text[at++] = c;
  }
  return text;
}();

// clang-format off
constexpr std::array kTable{
    Setting{Key::home, "home", "--home", "KOKORO_HOME", "", "", Type::path, Scope::program, "", kNoMin, kNoMax, "",
            "Data directory: models, voices, kokoro.toml. Empty: $XDG_DATA_HOME/kokoro, else ~/.local/share/kokoro.", false},
    Setting{Key::config_file, "config_file", "--config-file", "KOKORO_CONFIG_FILE", "", "", Type::path, Scope::program, "", kNoMin, kNoMax, "",
            "Settings file in TOML. Empty: kokoro.toml in the data directory, if there is one.", false},
    Setting{Key::log_level, "log_level", "--log-level", "KOKORO_LOG_LEVEL", "API_LOG_LEVEL", "log_level", Type::choice, Scope::program, "warning", kNoMin, kNoMax,
            "debug info warning error off",
            "Least important log lines that are written to standard error.", false},
    Setting{Key::threads, "threads", "--threads", "KOKORO_THREADS", "", "threads", Type::integer, Scope::compute, "0", 0, 1024, "",
            "Compute threads; 0: one per core.", false},
    Setting{Key::device, "device", "--device", "KOKORO_DEVICE", "", "device", Type::text, Scope::compute, "auto", kNoMin, kNoMax, "",
            "Device that computes: cpu; auto: the best that this program was built for and the machine has.", false},
    Setting{Key::precision, "precision", "--precision", "KOKORO_PRECISION", "", "precision", Type::choice, Scope::compute, "auto", kNoMin, kNoMax,
            "auto fp32 bf16x3 bf16",
            "Products of the vocoder. auto: bf16 where the CPU has matrix tiles (AMX), else fp32, which is faster there.", false},
    Setting{Key::keep_packed, "keep_packed", "--keep-packed", "KOKORO_KEEP_PACKED", "", "keep_packed", Type::boolean, Scope::compute, "true", kNoMin, kNoMax, "",
            "Keep packed weights in a file beside the model, so that the next start takes milliseconds.", false},
    Setting{Key::default_version, "default_version", "--default-version", "KOKORO_DEFAULT_VERSION", "", "request.default_version", Type::choice, Scope::request, "", kNoMin, kNoMax,
            "v1.0 v0.19",
            "Model version of requests that name none. Empty: v1.0, or the only one installed.", false},
    Setting{Key::default_voice, "default_voice", "--default-voice", "KOKORO_DEFAULT_VOICE", "DEFAULT_VOICE", "request.default_voice", Type::text, Scope::request, "", kNoMin, kNoMax, "",
            "Voice or mix of requests that name none. Empty: af_heart, else the first installed, else the demo voice.", false},
    Setting{Key::default_language, "default_language", "--default-language", "KOKORO_DEFAULT_LANGUAGE", "DEFAULT_VOICE_CODE", "request.default_language", Type::text, Scope::request, "", kNoMin, kNoMax, "",
            "Language of requests that name none, such as en-us. Empty: the voice's own.", false},
    Setting{Key::default_speed, "default_speed", "--default-speed", "KOKORO_DEFAULT_SPEED", "", "request.default_speed", Type::number, Scope::request, "1", 0.25, 4, "",
            "Speed of requests that name none.", false},
    Setting{Key::mecab_dictionary, "mecab_dictionary", "--mecab-dictionary", "KOKORO_MECAB_DICTIONARY", "", "text.mecab_dictionary", Type::path, Scope::text, "", kNoMin, kNoMax, "",
            "Folder of the MeCab dictionary that reads Japanese, such as UniDic's. Empty: Debian's NAIST-jdic.", false},
    Setting{Key::edge_silence_ms, "edge_silence_ms", "--edge-silence-ms", "KOKORO_EDGE_SILENCE_MS", "", "audio.edge_silence_ms", Type::integer, Scope::audio, "-1", -1, 10'000, "",
            "Silence before the first and behind the last sound, in milliseconds; -1: the model's own, at most 50.", false},
    Setting{Key::sentence_gap_ms, "sentence_gap_ms", "--sentence-gap-ms", "KOKORO_SENTENCE_GAP_MS", "DYNAMIC_GAP_TRIM_PADDING_MS", "audio.sentence_gap_ms", Type::integer, Scope::audio, "-1", -1, 10'000, "",
            "Silence between two sentences, from sound to sound, in milliseconds; -1: as the model speaks.", false},
    Setting{Key::paragraph_gap_ms, "paragraph_gap_ms", "--paragraph-gap-ms", "KOKORO_PARAGRAPH_GAP_MS", "", "audio.paragraph_gap_ms", Type::integer, Scope::audio, "-1", -1, 10'000, "",
            "Silence between two paragraphs, from sound to sound, in milliseconds; -1: twice that between sentences.", false},
    Setting{Key::loudness_lufs, "loudness_lufs", "--loudness-lufs", "KOKORO_LOUDNESS_LUFS", "", "audio.loudness_lufs", Type::integer, Scope::audio, "0", -60, 0, "",
            "Loudness that speech is brought to (EBU R128), such as -16 or -23; 0: as the model speaks.", false},
    Setting{Key::host, "host", "--host", "KOKORO_HOST", "HOST", "server.host", Type::text, Scope::server, "127.0.0.1", kNoMin, kNoMax, "",
            "Address to listen on; 0.0.0.0 for all networks.", false},
    Setting{Key::port, "port", "--port", "KOKORO_PORT", "PORT", "server.port", Type::integer, Scope::server, "8880", 0, 65535, "",
            "Port to listen on; 0: a free one, which is logged.", false},
    Setting{Key::workers, "workers", "--workers", "KOKORO_WORKERS", "", "server.workers", Type::integer, Scope::server, "0", 0, 256, "",
            "Chunks of speech that are made at once, each on a core; 0: one per core.", false},
    Setting{Key::queue_limit, "queue_limit", "--queue-limit", "KOKORO_QUEUE_LIMIT", "", "server.queue_limit", Type::integer, Scope::server, "64", 1, 100'000, "",
            "Requests that may wait for their first turn; more are answered 429.", false},
    Setting{Key::client_limit, "client_limit", "--client-limit", "KOKORO_CLIENT_LIMIT", "", "server.client_limit", Type::integer, Scope::server, "32", 1, 100'000, "",
            "Requests of one client, by API key or address, at once; more are answered 429.", false},
    Setting{Key::queue_timeout_s, "queue_timeout_s", "--queue-timeout-s", "KOKORO_QUEUE_TIMEOUT_S", "", "server.queue_timeout_s", Type::integer, Scope::server, "30", 1, 86'400, "",
            "Seconds that a request may wait for its first turn; then it is answered 429, at once where that can be foreseen.", false},
    Setting{Key::max_input_chars, "max_input_chars", "--max-input-chars", "KOKORO_MAX_INPUT_CHARS", "", "server.max_input_chars", Type::integer, Scope::server, "100000", 1, 10'000'000, "",
            "Longest text of one request, in characters; longer ones are answered 413.", false},
    Setting{Key::web, "web", "--web", "KOKORO_WEB", "ENABLE_WEB_PLAYER", "server.web", Type::boolean, Scope::server, "true", kNoMin, kNoMax, "",
            "Show the web page, the API page and the OpenAPI document at /web/, /docs and /openapi.json.", false},
    Setting{Key::max_body_bytes, "max_body_bytes", "--max-body-bytes", "KOKORO_MAX_BODY_BYTES", "", "server.max_body_bytes", Type::integer, Scope::server, "2097152", 1'024, 1'073'741'824, "",
            "Largest request body, in bytes; larger ones are answered 413.", false},
    Setting{Key::max_header_bytes, "max_header_bytes", "--max-header-bytes", "KOKORO_MAX_HEADER_BYTES", "", "server.max_header_bytes", Type::integer, Scope::server, "16384", 1'024, 1'048'576, "",
            "Largest request header, in bytes; larger ones are answered 431.", false},
    Setting{Key::max_connections, "max_connections", "--max-connections", "KOKORO_MAX_CONNECTIONS", "", "server.max_connections", Type::integer, Scope::server, "4096", 1, 1'000'000, "",
            "Connections open at once; for more the longest idle one is closed, else they wait in the system's backlog.", false},
    Setting{Key::idle_timeout_s, "idle_timeout_s", "--idle-timeout-s", "KOKORO_IDLE_TIMEOUT_S", "", "server.idle_timeout_s", Type::integer, Scope::server, "75", 1, 86'400, "",
            "Seconds a connection may stay open between requests.", false},
    Setting{Key::header_timeout_s, "header_timeout_s", "--header-timeout-s", "KOKORO_HEADER_TIMEOUT_S", "", "server.header_timeout_s", Type::integer, Scope::server, "10", 1, 86'400, "",
            "Seconds a client may take to send a request's header.", false},
    Setting{Key::body_timeout_s, "body_timeout_s", "--body-timeout-s", "KOKORO_BODY_TIMEOUT_S", "", "server.body_timeout_s", Type::integer, Scope::server, "30", 1, 86'400, "",
            "Seconds a client may take to send a request's body.", false},
    Setting{Key::write_timeout_s, "write_timeout_s", "--write-timeout-s", "KOKORO_WRITE_TIMEOUT_S", "", "server.write_timeout_s", Type::integer, Scope::server, "60", 1, 86'400, "",
            "Seconds without progress after which a response is given up.", false},
    Setting{Key::espeak, "espeak", "--espeak", "KOKORO_ESPEAK", "", "server.espeak", Type::choice, Scope::server, "auto", kNoMin, kNoMax,
            "auto process inline",
            "Where espeak-ng runs: in a process of its own, which may crash, or inline; auto: the former if it starts.", false},
    Setting{Key::default_format, "default_format", "--default-format", "KOKORO_DEFAULT_FORMAT", "", "server.default_format", Type::choice, Scope::server, "mp3", kNoMin, kNoMax,
            std::string_view(kFormatChoices.data()),
            "Audio format of requests that name none.", false},
    Setting{Key::default_volume, "default_volume", "--default-volume", "KOKORO_DEFAULT_VOLUME", "DEFAULT_VOLUME_MULTIPLIER", "server.default_volume", Type::number, Scope::server, "1", 0, 10, "",
            "Volume multiplier of requests that name none.", false},
    Setting{Key::api_keys, "api_keys", "", "KOKORO_API_KEYS", "", "server.api_keys", Type::list, Scope::server, "", kNoMin, kNoMax, "",
            "Keys, one of which a request must show as `Authorization: Bearer KEY`. Empty, without a key file: none is asked for.", true},
    Setting{Key::api_key_file, "api_key_file", "--api-key-file", "KOKORO_API_KEY_FILE", "", "server.api_key_file", Type::path, Scope::server, "", kNoMin, kNoMax, "",
            "File of more API keys, one a line; lines that start with # are comments. SIGHUP reads it again.", false},
    Setting{Key::loopback_without_key, "loopback_without_key", "--loopback-without-key", "KOKORO_LOOPBACK_WITHOUT_KEY", "", "server.loopback_without_key", Type::boolean, Scope::server, "false", kNoMin, kNoMax, "",
            "Ask clients of this machine (127.0.0.1, ::1) for no key. Not behind a proxy: then every client looks like one.", false},
    Setting{Key::cors_origins, "cors_origins", "--cors-origins", "KOKORO_CORS_ORIGINS", "CORS_ORIGINS", "server.cors_origins", Type::list, Scope::server, "", kNoMin, kNoMax, "",
            "Web pages that may use the server from a browser, such as https://example.org; * for all. Empty: none.", false},
    Setting{Key::tls_certificate, "tls_certificate", "--tls-certificate", "KOKORO_TLS_CERTIFICATE", "", "server.tls_certificate", Type::path, Scope::server, "", kNoMin, kNoMax, "",
            "Certificate chain in PEM: the server speaks https only. SIGHUP reads it again.", false},
    Setting{Key::tls_key, "tls_key", "--tls-key", "KOKORO_TLS_KEY", "", "server.tls_key", Type::path, Scope::server, "", kNoMin, kNoMax, "",
            "Private key of the certificate in PEM, without a passphrase. Empty: it is in the certificate's file.", false},
    Setting{Key::access_log, "access_log", "--access-log", "KOKORO_ACCESS_LOG", "", "server.access_log", Type::path, Scope::server, "", kNoMin, kNoMax, "",
            "File that gets a line of JSON for each request, - for standard error. Empty: none. SIGHUP opens it again.", false},
    Setting{Key::keep_alive_s, "keep_alive_s", "--keep-alive-s", "KOKORO_KEEP_ALIVE_S", "", "server.keep_alive_s", Type::integer, Scope::server, "0", 0, 31'536'000, "",
            "Seconds after which a model that nobody uses is unloaded; its next request loads it again. 0: never.", false},
    Setting{Key::allow_unload, "allow_unload", "--allow-unload", "KOKORO_ALLOW_UNLOAD", "ALLOW_DEV_UNLOAD", "server.allow_unload", Type::boolean, Scope::server, "false", kNoMin, kNoMax, "",
            "Allow POST /dev/unload, which frees a model.", false},
    Setting{Key::allow_voice_tags, "allow_voice_tags", "--allow-voice-tags", "KOKORO_ALLOW_VOICE_TAGS", "ENABLE_VOICE_TAGS", "server.allow_voice_tags", Type::boolean, Scope::server, "true", kNoMin, kNoMax, "",
            "Let requests change the voice inside of a text: their allow_voice_tags, and /dev/dialogue.", false},
    Setting{Key::allow_ssml, "allow_ssml", "--allow-ssml", "KOKORO_ALLOW_SSML", "ENABLE_SSML", "server.allow_ssml", Type::boolean, Scope::server, "true", kNoMin, kNoMax, "",
            "Let requests send SSML: their field ssml, and /dev/ssml.", false},
    Setting{Key::debug_routes, "debug_routes", "--debug-routes", "KOKORO_DEBUG_ROUTES", "ENABLE_DEBUG_ENDPOINTS", "server.debug_routes", Type::boolean, Scope::server, "false", kNoMin, kNoMax, "",
            "Answer /debug/threads, /debug/storage and /debug/system.", false},
    Setting{Key::allow_voice_saving, "allow_voice_saving", "--allow-voice-saving", "KOKORO_ALLOW_VOICE_SAVING", "ALLOW_LOCAL_VOICE_SAVING", "server.allow_voice_saving", Type::boolean, Scope::server, "false", kNoMin, kNoMax, "",
            "Let clients keep mixes as voices of the data directory.", false},
    Setting{Key::download_folder, "download_folder", "--download-folder", "KOKORO_DOWNLOAD_FOLDER", "TEMP_FILE_DIR", "server.download_folder", Type::path, Scope::server, "", kNoMin, kNoMax, "",
            "Folder whose disk holds speech that clients fetch later; the files have no names in it. Empty: the system's.", false},
    Setting{Key::download_max_mb, "download_max_mb", "--download-max-mb", "KOKORO_DOWNLOAD_MAX_MB", "MAX_TEMP_DIR_SIZE_MB", "server.download_max_mb", Type::integer, Scope::server, "512", 1, 1'000'000, "",
            "Megabytes of speech kept to be fetched; the oldest makes room.", false},
    Setting{Key::download_max_files, "download_max_files", "--download-max-files", "KOKORO_DOWNLOAD_MAX_FILES", "MAX_TEMP_DIR_COUNT", "server.download_max_files", Type::integer, Scope::server, "100", 1, 10'000, "",
            "Files of speech kept to be fetched; the oldest makes room.", false},
    Setting{Key::download_max_age_hours, "download_max_age_hours", "--download-max-age-hours", "KOKORO_DOWNLOAD_MAX_AGE_HOURS", "MAX_TEMP_DIR_AGE_HOURS", "server.download_max_age_hours", Type::integer, Scope::server, "1", 1, 8'760, "",
            "Hours for which speech is kept to be fetched.", false},
    Setting{Key::max_connections_per_address, "max_connections_per_address", "--max-connections-per-address", "KOKORO_MAX_CONNECTIONS_PER_ADDRESS", "", "server.max_connections_per_address", Type::integer, Scope::server, "1024", 1, 1'000'000, "",
            "Connections of one address at once; for more its longest idle one is closed, else the new one.", false},
    Setting{Key::max_memory_mb, "max_memory_mb", "--max-memory-mb", "KOKORO_MAX_MEMORY_MB", "", "server.max_memory_mb", Type::integer, Scope::server, "1024", 16, 1'000'000, "",
            "Megabytes that all buffers together may take: bodies, answers that are made or sent. Beyond it the answer is 503.", false},
    Setting{Key::max_answer_mb, "max_answer_mb", "--max-answer-mb", "KOKORO_MAX_ANSWER_MB", "", "server.max_answer_mb", Type::integer, Scope::server, "512", 1, 1'000'000, "",
            "Largest answer that is sent as a whole (stream false), in megabytes; what would be larger is answered 413.", false},
    Setting{Key::socket_idle_timeout_s, "socket_idle_timeout_s", "--socket-idle-timeout-s", "KOKORO_SOCKET_IDLE_TIMEOUT_S", "", "server.socket_idle_timeout_s", Type::integer, Scope::server, "600", 1, 86'400, "",
            "Seconds for which a WebSocket on which nothing is said may stay open.", false},
    Setting{Key::drain_delay_s, "drain_delay_s", "--drain-delay-s", "KOKORO_DRAIN_DELAY_S", "", "server.drain_delay_s", Type::integer, Scope::server, "0", 0, 3'600, "",
            "Seconds after SIGTERM for which connections are still accepted, while /health/ready says 503 and speech is refused.", false},
    Setting{Key::drain_limit_s, "drain_limit_s", "--drain-limit-s", "KOKORO_DRAIN_LIMIT_S", "", "server.drain_limit_s", Type::integer, Scope::server, "30", 0, 86'400, "",
            "Seconds after drain_delay_s until running requests are broken off; 0: never.", false},
    Setting{Key::allowed_hosts, "allowed_hosts", "--allowed-hosts", "KOKORO_ALLOWED_HOSTS", "", "server.allowed_hosts", Type::list, Scope::server, "", kNoMin, kNoMax, "",
            "Names under which the server may be asked for, besides addresses and names of this network; * for all.", false},
    Setting{Key::trusted_proxies, "trusted_proxies", "--trusted-proxies", "KOKORO_TRUSTED_PROXIES", "", "server.trusted_proxies", Type::list, Scope::server, "", kNoMin, kNoMax, "",
            "Addresses or networks of proxies whose X-Forwarded-For says who asks, such as 127.0.0.1 or 10.0.0.0/8.", false},
    Setting{Key::proxy_protocol, "proxy_protocol", "--proxy-protocol", "KOKORO_PROXY_PROTOCOL", "", "server.proxy_protocol", Type::boolean, Scope::server, "false", kNoMin, kNoMax, "",
            "Trusted proxies begin each connection with the PROXY protocol, version 1 or 2, which says who asks.", false},
};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].key) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the rows stand in the order of Key");

}  // namespace

std::span<const Setting> settings() { return kTable; }

const Setting& setting(Key key) { return kTable[static_cast<std::size_t>(key)]; }

}  // namespace kokoro::config
