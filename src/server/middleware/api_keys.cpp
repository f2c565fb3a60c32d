#include "server/middleware/api_keys.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "base/blob.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"

namespace kokoro::server {
namespace {

constexpr std::string_view kScheme = "bearer";
constexpr std::size_t kMaxFileBytes = 1U << 20U;

bool visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::array<char, 64> digest(std::string_view key) {
  Sha256 hash;
  hash.update(std::as_bytes(std::span(key)));
  std::array<char, 64> out{};
  std::ranges::copy(hash.hex_digest(), out.begin());
  return out;
}

bool is_loopback(std::string_view address) {
  if (address.starts_with("::ffff:")) address.remove_prefix(7);
  return address == "::1" || address.starts_with("127.");
}

/// What stands behind "Bearer"; nothing where another scheme or none is named.
std::optional<std::string_view> bearer(const Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || header->size() <= kScheme.size()) return std::nullopt;
  const bool named = same_ignoring_case(header->substr(0, kScheme.size()), kScheme);
  if (!named || (*header)[kScheme.size()] != ' ') return std::nullopt;
  return trim(header->substr(kScheme.size()));
}

}  // namespace

void warn_of_open_key_file(const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) == 0 && (info.st_mode & S_IROTH) != 0) {
    log::warning("every user of this machine can read the API keys in {}: chmod o-r", file.string());
  }
}

Result<std::vector<std::string>> read_api_keys(std::string_view text, std::string_view name) {
  std::vector<std::string> keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (!visible(line)) {
      return fail(ErrorCode::invalid_input, fmt::format("{}:{}: not an API key", name, number),
                  "write one key a line, without spaces, in visible ASCII characters", "api_key_file");
    }
    keys.emplace_back(line);
  }
  if (keys.empty()) {
    return fail(ErrorCode::invalid_input, fmt::format("{} holds no API key", name),
                "write one key a line; without the setting no key is asked for", "api_key_file");
  }
  return keys;
}

Result<ApiKeys> ApiKeys::make(const Options& options) {
  ApiKeys out;
  out.loopback_without_key_ = options.loopback_without_key;
  for (const auto& key : options.keys) {
    if (!visible(key)) {
      return fail(ErrorCode::invalid_input, "api_keys: a key has a space, or other than visible ASCII characters", {},
                  "api_keys");
    }
    out.digests_.push_back(digest(key));
  }
  if (options.file.empty()) return out;
  const auto blob = map_file(options.file);
  if (!blob) {
    Error error = blob.error();
    error.message = fmt::format("API keys: {}", error.message);
    error.param = "api_key_file";
    return fail(std::move(error));
  }
  if (blob->bytes.size() > kMaxFileBytes) {
    return fail(ErrorCode::invalid_input, fmt::format("{} is larger than 1 MiB: no file of API keys", blob->name), {},
                "api_key_file");
  }
  const auto keys = read_api_keys({reinterpret_cast<const char*>(blob->bytes.data()), blob->bytes.size()}, blob->name);
  if (!keys) return fail(keys.error());
  warn_of_open_key_file(options.file);
  for (const auto& key : *keys) out.digests_.push_back(digest(key));
  return out;
}

bool ApiKeys::accepts(std::string_view key) const {
  // Digests have one length and say nothing of the key; all bytes of all of them are compared.
  const Digest shown = digest(key);
  bool found = false;
  for (const Digest& known : digests_) {
    unsigned different = 0;
    for (std::size_t i = 0; i < known.size(); ++i) different |= static_cast<unsigned>(known[i] ^ shown[i]);
    found |= different == 0;
  }
  return found;
}

std::optional<HttpError> ApiKeys::refusal(const Request& request) const {
  if (!required()) return std::nullopt;
  if (loopback_without_key_ && is_loopback(request.client)) return std::nullopt;
  const auto key = bearer(request);
  if (key && accepts(*key)) return std::nullopt;
  return make_http_error(401, "invalid_api_key",
                         key ? "the API key is not one of this server's"
                             : "an API key is needed: send the header Authorization: Bearer KEY");
}

std::optional<std::string> ApiKeys::shown_key(const Request& request) const {
  constexpr std::size_t kShownDigits = 12;
  if (!required()) return std::nullopt;
  const auto key = bearer(request);
  if (!key || !accepts(*key)) return std::nullopt;
  return std::string(digest(*key).data(), kShownDigits);
}

Response unauthorized(const HttpError& error) {
  Response response = error_response(error);
  const bool shown = error.message.starts_with("the API key");
  response.head.headers.emplace_back(
      "WWW-Authenticate", shown ? R"(Bearer realm="kokoro", error="invalid_token")" : R"(Bearer realm="kokoro")");
  return response;
}

}  // namespace kokoro::server
