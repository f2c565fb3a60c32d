#include "text/spoken/formula_span.hpp"

#include <utility>

#include "text/characters/bytes.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMostBytes = 600;

/// Whether what stands between dollars is a formula: "$x$", "$E=mc^2$"; "$5 and $" is not.
bool is_formula(std::string_view inside, char after) {
  if (inside.empty() || inside.front() == ' ' || inside.back() == ' ' || is_digit_byte(after)) return false;
  if (inside.size() == 1) return is_letter_byte(inside[0]);
  return inside.find_first_of("\\^_={}+<>") != std::string_view::npos ||
         (inside.size() <= 3 && is_letter_byte(inside[0])) ||
         (is_letter_byte(inside[0]) && inside.find_first_of("(-*/") != std::string_view::npos);
}

}  // namespace

FormulaSpan formula_span_at(std::string_view text, std::size_t at) {
  if (byte_at(text, at) != '$' && byte_at(text, at) != '\\') return {};
  constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"$$", "$$"}, {"\\(", "\\)"}, {"\\[", "\\]"}, {"$", "$"}};
  for (const auto& [open, close] : kSigns) {
    if (!has_at(text, at, open)) continue;
    const std::size_t begin = at + open.size();
    const std::string_view window = text.substr(begin, kMostBytes);
    const std::size_t length = window.find(close);
    if (length == std::string_view::npos || length == 0) return {};
    const std::string_view inside = window.substr(0, length);
    const std::size_t end = begin + length + close.size();
    if (open == "$" && (inside.find('\n') != std::string_view::npos || !is_formula(inside, byte_at(text, end))))
      return {};
    return {begin, begin + length, end};
  }
  return {};
}

}  // namespace kokoro::text
