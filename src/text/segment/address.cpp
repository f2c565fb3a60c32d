#include "text/segment/address.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "text/characters/characters.hpp"

namespace kokoro::text {
namespace {

constexpr std::u32string_view kTopLevel[] = {U"com", U"org", U"net", U"edu",  U"gov", U"io", U"dev", U"app", U"ai",
                                             U"co",  U"uk",  U"de",  U"fr",   U"es",  U"it", U"br",  U"jp",  U"cn",
                                             U"in",  U"eu",  U"ru",  U"info", U"biz", U"tv", U"me",  U"us",  U"ca",
                                             U"au",  U"ch",  U"at",  U"nl",   U"be",  U"pt", U"mx",  U"ar",  U"html"};

bool is_host_char(char32_t c) { return is_ascii_letter(c) || is_digit(c) || c == U'-' || c == U'.'; }

bool starts_with(const Source& source, std::size_t begin, std::size_t end, std::u32string_view prefix) {
  if (end - begin < prefix.size()) return false;
  for (std::size_t k = 0; k < prefix.size(); ++k) {
    if (lower_ascii(source[begin + k]) != prefix[k]) return false;
  }
  return true;
}

/// Whether [begin, end) starts with "name.name.tld", the last part a known one in lower case or a path after it.
bool starts_with_domain(const Source& source, std::size_t begin, std::size_t end) {
  std::size_t stop = begin;
  std::size_t last_dot = end;
  for (; stop < end && is_host_char(source[stop]); ++stop) {
    if (source[stop] != U'.') continue;
    if (stop == begin || stop + 1 == end || source[stop - 1] == U'.') return false;
    last_dot = stop;
  }
  if (last_dot == end || stop - last_dot > 6) return false;
  if (stop < end && source[stop] != U'/' && source[stop] != U':' && source[stop] != U'?') return false;
  std::u32string top;
  for (std::size_t i = last_dot + 1; i < stop; ++i) top += source[i];
  return std::find(std::begin(kTopLevel), std::end(kTopLevel), top) != std::end(kTopLevel);
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> find_address(const Source& source, std::size_t begin,
                                                                std::size_t end) {
  while (begin < end && !is_ascii_letter(source[begin]) && !is_digit(source[begin])) ++begin;
  const auto ends_address = [](char32_t c) { return is_ascii_letter(c) || is_digit(c) || c == U'/' || c == U'-'; };
  while (end > begin && !ends_address(source[end - 1])) --end;
  if (begin == end) return std::nullopt;
  bool is_address = starts_with(source, begin, end, U"http://") || starts_with(source, begin, end, U"https://") ||
                    starts_with(source, begin, end, U"www.") || starts_with_domain(source, begin, end);
  for (std::size_t i = begin; i < end && !is_address; ++i) {
    if (source[i] == U'@' && i > begin) {
      is_address = starts_with_domain(source, i + 1, end);
      break;
    }
  }
  if (!is_address) return std::nullopt;
  return std::pair{begin, end};
}

}  // namespace kokoro::text
