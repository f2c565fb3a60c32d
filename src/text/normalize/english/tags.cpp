#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::size_t kMostBytes = 140;

/// "OpenSource_2024" → "Open Source twenty twenty four".
std::string say_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    const char c = name[i];
    if (is_digit_byte(c)) {
      const std::size_t digits = count_digits(name, i, name.size());
      if (!out.empty() && out.back() != ' ') out += ' ';
      out += code_number(name.substr(i, digits));
      out += ' ';
      i += digits;
      continue;
    }
    const bool hump =
        is_upper_byte(c) && i > 0 &&
        (is_lower_byte(name[i - 1]) || (is_upper_byte(name[i - 1]) && is_lower_byte(byte_at(name, i + 1))));
    if ((hump || c == '_' || c == '-') && !out.empty() && out.back() != ' ') out += ' ';
    if (c != '_' && c != '-') out += c;
    ++i;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::optional<Reading> read_tag(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const char sign = byte_at(text, at);
  if ((sign != '#' && sign != '@') || word_char_before(text, at)) return std::nullopt;
  if (at > 0 && (text[at - 1] == sign || text[at - 1] == '/')) return std::nullopt;
  if (sign == '#' && is_digit_byte(byte_at(text, at + 1))) {
    const auto number = numeral_at(text, at + 1);
    if (!number || word_char_at(text, number->end)) return std::nullopt;
    if (auto code = read_code(place, at + 1)) return Reading{code->end, "number " + code->spoken};
    return Reading{number->end, "number " + say(*number, place.british)};
  }
  std::size_t end = at + 1;
  while (end - at < kMostBytes && (word_char_at(text, end) || byte_at(text, end) == '_')) {
    end += code_point_at(text, end).length;
  }
  if (end == at + 1 || !word_char_at(text, at + 1)) return std::nullopt;
  return Reading{end, (sign == '#' ? "hashtag " : "at ") + say_name(text.substr(at + 1, end - at - 1))};
}

}  // namespace kokoro::text::english_normalization
