#pragma once

#include <array>
#include <filesystem>
#include <kokoro/error.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/error_body.hpp"
#include "server/http/request.hpp"

namespace kokoro::server {

/// The keys of a file's text: one a line, spaces around it left out; empty lines and those that start with # do not
/// count. Errors: invalid_input, naming `name` and the line: a key with spaces or other than visible ASCII characters,
/// no key at all.
Result<std::vector<std::string>> read_api_keys(std::string_view text, std::string_view name);

/// A line in the log where others than the file's owner and group can read it.
void warn_of_open_key_file(const std::filesystem::path& file);

/// Who may use the server. Immutable; only digests of the keys are kept. Thread-safe.
class ApiKeys {
 public:
  struct Options {
    std::vector<std::string> keys;
    std::filesystem::path file;         ///< of more keys; empty: none
    bool loopback_without_key = false;  ///< clients of this machine need none
  };

  /// No key is asked for.
  ApiKeys() = default;

  /// Errors: invalid_input (a malformed key, a file without keys), not_found, io.
  static Result<ApiKeys> make(const Options& options);

  bool required() const { return !digests_.empty(); }

  /// Nothing when the request shows one of the keys, its client needs none, or none is asked for; else the answer 401.
  /// Takes the same time whichever key is right and however much of one is.
  std::optional<HttpError> refusal(const Request& request) const;

  /// The beginning of the digest of the key that a request shows; nothing where it shows none of these.
  std::optional<std::string> shown_key(const Request& request) const;

 private:
  using Digest = std::array<char, 64>;
  bool accepts(std::string_view key) const;

  std::vector<Digest> digests_;
  bool loopback_without_key_ = false;
};

/// An answer 401 with its WWW-Authenticate.
Response unauthorized(const HttpError& error);

}  // namespace kokoro::server
