#include "server/download/byte_range.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"

namespace kokoro::server {
namespace {

/// Digits; a number past 64 bits counts as the largest.
std::optional<std::uint64_t> parse_digits(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() ? value : UINT64_MAX;
}

}  // namespace

std::optional<ByteRange> parse_range(std::string_view header, std::uint64_t size) {
  const std::size_t equals = header.find('=');
  if (equals == std::string_view::npos || !same_ignoring_case(trim(header.substr(0, equals)), "bytes"))
    return std::nullopt;
  const std::string_view range = trim(header.substr(equals + 1));
  const std::size_t hyphen = range.find('-');
  if (hyphen == std::string_view::npos) return std::nullopt;
  const auto first = parse_digits(range.substr(0, hyphen));
  const auto last = parse_digits(range.substr(hyphen + 1));
  if (hyphen == 0) {  // the last so many bytes
    if (!last) return std::nullopt;
    const std::uint64_t length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  const bool open = hyphen + 1 == range.size();
  if (!first || (!open && (!last || *last < *first))) return std::nullopt;
  if (*first >= size) return ByteRange{};
  const std::uint64_t end = open ? size : std::min(*last, size - 1) + 1;
  return ByteRange{*first, end - *first};
}

}  // namespace kokoro::server
