#include "text/spoken/markup_span.hpp"

#include <algorithm>

#include "text/characters/bytes.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMostBytes = 200;

/// "/ipa/", "1", "-0.5", "#...#": what misaki takes in the round brackets.
bool is_feature(std::string_view inside) {
  if (inside.size() >= 2 && inside.front() == inside.back() && (inside.front() == '/' || inside.front() == '#'))
    return true;
  if (!inside.empty() && (inside.front() == '+' || inside.front() == '-')) inside.remove_prefix(1);
  return !inside.empty() && inside.size() <= 4 &&
         std::all_of(inside.begin(), inside.end(), [](char c) { return is_digit_byte(c) || c == '.'; });
}

}  // namespace

std::size_t markup_span_end(std::string_view text, std::size_t at) {
  if (byte_at(text, at) != '[') return at;
  const std::string_view window = text.substr(at, kMostBytes);
  const std::size_t close = window.find(']');
  if (close == std::string_view::npos || window.substr(1, close).find('[') != std::string_view::npos) return at;
  for (const std::string_view name : {"[pause:", "[voice:", "[rate:"}) {
    if (window.starts_with(name)) return at + close + 1;
  }
  if (close == 1 || byte_at(window, close + 1) != '(') return at;
  const std::string_view rest = text.substr(at + close + 2, kMostBytes);
  const std::size_t end = rest.find(')');
  if (end == std::string_view::npos || !is_feature(rest.substr(0, end))) return at;
  return at + close + 2 + end + 1;
}

std::size_t markup_span_end(const Source& source, std::size_t at) {
  if (source[at] != U'[') return at;
  const std::size_t end = source.byte(at) + markup_span_end(source.text(at, source.size()), 0);
  while (source.byte(at) < end) ++at;
  return at;
}

}  // namespace kokoro::text
