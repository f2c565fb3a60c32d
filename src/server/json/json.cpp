#include "server/json/json.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace kokoro::server {
namespace {

constexpr std::size_t kMaxDepth = 32;
/// No double needs as many digits.
constexpr std::size_t kMaxNumberChars = 100;

/// Finds what Boost's own reader lets pass: duplicate keys (the last would win) and numbers that overflow to infinity.
struct StrictHandler {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  using Ec = boost::json::error_code;
  using View = boost::json::string_view;

  std::vector<std::set<std::string, std::less<>>> keys;  ///< of the objects that are open
  std::string key;
  std::string complaint;

  bool refuse(std::string why, Ec& ec) {
    complaint = std::move(why);
    ec = boost::json::error::syntax;
    return false;
  }

  bool check_length(View digits, Ec& ec) {
    return digits.size() <= kMaxNumberChars || refuse("a number has too many digits", ec);
  }

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) {
    keys.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, Ec&) {
    keys.pop_back();
    return true;
  }
  bool on_array_begin(Ec&) { return true; }
  bool on_array_end(std::size_t, Ec&) { return true; }
  bool on_key_part(View part, std::size_t, Ec&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(View part, std::size_t, Ec& ec) {
    key.append(part.data(), part.size());
    const bool fresh = keys.back().insert(key).second;
    if (!fresh) return refuse(fmt::format("the key \"{}\" appears twice", key), ec);
    key.clear();
    return true;
  }
  bool on_string_part(View, std::size_t, Ec&) { return true; }
  bool on_string(View, std::size_t, Ec&) { return true; }
  bool on_number_part(View, Ec&) { return true; }
  bool on_int64(std::int64_t, View digits, Ec& ec) { return check_length(digits, ec); }
  bool on_uint64(std::uint64_t, View digits, Ec& ec) { return check_length(digits, ec); }
  bool on_double(double value, View digits, Ec& ec) {
    return std::isfinite(value) ? check_length(digits, ec) : refuse("a number is too large", ec);
  }
  bool on_bool(bool, Ec&) { return true; }
  bool on_null(Ec&) { return true; }
  bool on_comment_part(View, Ec&) { return true; }
  bool on_comment(View, Ec&) { return true; }
};

}  // namespace

Result<boost::json::value> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<StrictHandler> checker(options);
  boost::json::error_code ec;
  const std::size_t used = checker.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    const std::string& complaint = checker.handler().complaint;
    return fail(ErrorCode::invalid_input, fmt::format("the body is not valid JSON: {} at byte {}",
                                                      complaint.empty() ? ec.message() : complaint, used));
  }
  if (used < text.size()) {
    return fail(ErrorCode::invalid_input,
                fmt::format("the body is not valid JSON: more text behind the value at byte {}", used));
  }
  boost::json::value value = boost::json::parse({text.data(), text.size()}, ec, {}, options);
  if (ec) return fail(ErrorCode::invalid_input, fmt::format("the body is not valid JSON: {}", ec.message()));
  return value;
}

}  // namespace kokoro::server
