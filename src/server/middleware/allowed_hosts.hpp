#pragma once

#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::server {

/// Under which names the server may be asked for: a page of a stranger whose name was made to lead here (DNS rebinding)
/// asks under its own. Immutable.
class AllowedHosts {
 public:
  /// `bound`: address or name that the server listens on. `names`: further ones, "*" for all, "*.example.org" for all
  /// below. Errors: invalid_input (no name).
  static Result<AllowedHosts> make(std::string bound, const std::vector<std::string>& names);

  /// Of a Host header, with or without a port: an address where the server listens; a name that nobody can register,
  /// such as localhost or one without a dot; one that was given. Also where there is none, as of HTTP/1.0.
  bool allows(std::string_view host) const;

 private:
  bool all_ = false;
  std::string bound_;  ///< in lower case
  std::vector<std::string> names_;
};

/// A Host header without its port and brackets, in lower case.
std::string host_name(std::string_view host);

}  // namespace kokoro::server
