#include "server/json/json.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/pause_point.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kMaxDepth = 32;
/// No double needs as many digits.
constexpr std::size_t kMaxNumberChars = 100;
/// Members and items in all: as many as the longest lexicon that a request may bring has, and half as many again.
constexpr std::size_t kMaxValues = 250'000;
/// Read at once; between two pieces the reader looks whether anybody still waits for it.
constexpr std::size_t kPieceBytes = 16U << 10U;

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
  std::size_t values = 0;
  std::size_t number_chars = 0;  ///< of a number that goes on in the next piece

  bool refuse(std::string why, Ec& ec) {
    complaint = std::move(why);
    ec = boost::json::error::syntax;
    return false;
  }

  bool check_length(View digits, Ec& ec) {
    const std::size_t chars = std::exchange(number_chars, 0) + digits.size();
    return chars <= kMaxNumberChars || refuse("a number has too many digits", ec);
  }

  bool count_value(Ec& ec) { return ++values <= kMaxValues || refuse("there are too many values", ec); }

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec& ec) {
    keys.emplace_back();
    return count_value(ec);
  }
  bool on_object_end(std::size_t, Ec&) {
    keys.pop_back();
    return true;
  }
  bool on_array_begin(Ec& ec) { return count_value(ec); }
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
  bool on_string(View, std::size_t, Ec& ec) { return count_value(ec); }
  bool on_number_part(View part, Ec&) {
    number_chars += part.size();
    return true;
  }
  bool on_int64(std::int64_t, View digits, Ec& ec) { return count_value(ec) && check_length(digits, ec); }
  bool on_uint64(std::uint64_t, View digits, Ec& ec) { return count_value(ec) && check_length(digits, ec); }
  bool on_double(double value, View digits, Ec& ec) {
    if (!std::isfinite(value)) return refuse("a number is too large", ec);
    return count_value(ec) && check_length(digits, ec);
  }
  bool on_bool(bool, Ec& ec) { return count_value(ec); }
  bool on_null(Ec& ec) { return count_value(ec); }
  bool on_comment_part(View, Ec&) { return true; }
  bool on_comment(View, Ec&) { return true; }
};

}  // namespace

Result<boost::json::value> parse_json(std::string_view text, const CancelToken& cancel) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<StrictHandler> checker(options);
  boost::json::stream_parser reader({}, options);
  boost::json::error_code ec;
  for (std::size_t at = 0; at < text.size() || at == 0; at += kPieceBytes) {
    PausePoint::pass();
    if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    const std::string_view piece = text.substr(at, kPieceBytes);
    const bool more = at + piece.size() < text.size();
    const std::size_t used = checker.write_some(more, piece.data(), piece.size(), ec);
    if (ec) {
      const std::string& complaint = checker.handler().complaint;
      return fail(ErrorCode::invalid_input, fmt::format("the body is not valid JSON: {} at byte {}",
                                                        complaint.empty() ? ec.message() : complaint, at + used));
    }
    if (used < piece.size()) {
      return fail(ErrorCode::invalid_input,
                  fmt::format("the body is not valid JSON: more text behind the value at byte {}", at + used));
    }
    reader.write({piece.data(), piece.size()}, ec);
    if (ec) return fail(ErrorCode::invalid_input, fmt::format("the body is not valid JSON: {}", ec.message()));
  }
  reader.finish(ec);
  if (ec) return fail(ErrorCode::invalid_input, fmt::format("the body is not valid JSON: {}", ec.message()));
  return reader.release();
}

}  // namespace kokoro::server
