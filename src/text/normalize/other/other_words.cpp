#include <utf8proc.h>

#include "text/characters/bytes.hpp"
#include "text/characters/characters.hpp"
#include "text/normalize/other/other_rules.hpp"
#include "text/spoken/address_span.hpp"

namespace kokoro::text::other {
namespace {

char before_blanks(std::string_view text, std::size_t at) {
  constexpr std::size_t kMost = 4;
  std::size_t i = at;
  while (i > 0 && at - i < kMost && is_blank_byte(text[i - 1])) --i;
  return i == 0 ? '\0' : text[i - 1];
}

bool is_ornament(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
      return true;
    default:
      return c == U'*' || c == U'_' || c == U'\\' || c == U'#' || c == U'•';
  }
}

}  // namespace

std::optional<Reading> read_address(const Place& place, std::size_t at) {
  const AddressSpan span = address_span_at(place.text, at);
  if (span.end == 0 || span.kind == AddressSpan::Kind::ipv6) return std::nullopt;
  const bool email = span.kind == AddressSpan::Kind::email;
  if (!(email ? place.options.email_normalization : place.options.url_normalization)) return std::nullopt;
  std::string out;
  for (const char c : span.core) {
    const std::string_view sign(&c, 1);
    std::string_view name;
    for (const SpokenName& entry : place.words.address) {
      if (entry.written == sign) name = entry.one;
    }
    if (!name.empty()) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      out.append(name).append(" ");
    } else {
      const bool digits_meet_letters =
          !out.empty() && (is_digit_byte(c) != is_digit_byte(out.back())) && out.back() != ' ';
      if (digits_meet_letters) out += ' ';
      out += c;
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return Reading{span.end, std::move(out)};
}

std::optional<Reading> read_abbreviation(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const SpokenName* best = nullptr;
  for (const SpokenName& entry : place.words.abbreviations) {
    if (!has_at(text, at, entry.written)) continue;
    const std::size_t end = at + entry.written.size();
    if (!entry.written.ends_with('.') && (word_char_at(text, end) || byte_at(text, end) == '.')) continue;
    if (best == nullptr || best->written.size() < entry.written.size()) best = &entry;
  }
  if (best == nullptr) return std::nullopt;
  std::size_t end = at + best->written.size();
  const std::size_t next = skip_blanks(text, end);
  const bool ends = next >= text.size() || text[next] == '\n';
  if (best->written.ends_with('.')) {
    // A short one must stand before its word: "D. Juan", "p. 5".
    if (best->written.size() <= 3 && ends) return std::nullopt;
    const CodePoint following = code_point_at(text, next);
    const bool name = is_upper(following.value) || is_digit(following.value);
    if (best->written.size() <= 2 && !name) return std::nullopt;
    if (ends) --end;  // the dot ends the sentence too
  }
  return Reading{end, std::string(best->one)};
}

std::optional<Reading> read_sign(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const LanguageWords& words = place.words;
  const char c = text[at];
  const char left = before_blanks(text, at);
  const auto digit_after = [&](std::size_t end) { return is_digit_byte(byte_at(text, skip_blanks(text, end))); };
  const bool number_left = is_digit_byte(left) || left == '%';
  const std::size_t dash = c == '-' ? 1 : has_at(text, at, "–") ? 3 : 0;
  if (dash != 0) {
    const bool glued = is_digit_byte(byte_at(text, at + dash)) && at > 0 && !is_blank_byte(text[at - 1]);
    const bool spaced =
        at > 0 && is_blank_byte(text[at - 1]) && is_blank_byte(byte_at(text, at + dash)) && digit_after(at + dash);
    if (number_left && (glued || spaced)) return Reading{at + dash, std::string(words.range)};
    return std::nullopt;
  }
  if (c == '+')
    return Reading{at + 1, word_char_before(text, at) || digit_after(at + 1) ? std::string(words.plus) : ""};
  if (c == '=') return Reading{at + 1, std::string(words.equals)};
  if (has_at(text, at, "×") || (c == '*' && number_left && digit_after(at + 1)))
    return Reading{at + (c == '*' ? 1U : 2U), std::string(words.times)};
  if (has_at(text, at, "÷")) return Reading{at + 2, std::string(words.divided)};
  for (const SpokenName& symbol : words.symbols) {
    if (has_at(text, at, symbol.written)) return Reading{at + symbol.written.size(), std::string(symbol.one)};
  }
  const CodePoint code = code_point_at(text, at);
  if (is_ornament(code.value)) return Reading{at + code.length, ""};
  return std::nullopt;
}

}  // namespace kokoro::text::other
