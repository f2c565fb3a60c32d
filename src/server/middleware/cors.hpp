#pragma once

#include <kokoro/error.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace kokoro::server {

/// Which web pages may use the server from a browser (the CORS protocol of the Fetch standard). Immutable; thread-safe.
class Cors {
 public:
  using HeaderList = std::vector<std::pair<std::string, std::string>>;

  /// None.
  Cors() = default;

  /// `origins`: "https://example.org", "http://localhost:3000", or "*" for all. Errors: invalid_input, naming what is
  /// no origin.
  static Result<Cors> make(const std::vector<std::string>& origins);

  /// Whether a page of `origin` may use the server.
  bool allows(std::string_view origin) const;
  bool allows_all() const { return all_; }

  /// What every response to this request carries; empty where no page is allowed or none asks.
  HeaderList headers(const Request& request) const;

  /// The answer to a browser's question whether it may send what it wants to; nothing where it is no such question.
  std::optional<Response> preflight(const Request& request) const;

 private:
  bool all_ = false;
  std::vector<std::string> origins_;  ///< in lower case
};

}  // namespace kokoro::server
