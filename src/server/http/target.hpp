#pragma once

#include <kokoro/error.hpp>
#include <map>
#include <string>
#include <string_view>

namespace kokoro::server {

/// The target of a request line, taken apart and percent-decoded.
struct Target {
  std::string path;  ///< starts with '/', or "*" of OPTIONS
  std::map<std::string, std::string, std::less<>> query;
};

/// Reads origin form ("/a?b=c"), absolute form ("http://host/a") and "*". A fragment is dropped, '+' in the query is a
/// space. Errors: invalid_input (bad percent escape, NUL, a path that does not start with '/', invalid UTF-8).
Result<Target> parse_target(std::string_view text);

}  // namespace kokoro::server
