#include "text/normalize/english/numeral.hpp"

#include <algorithm>
#include <limits>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// Digits up to which a number without separators is named rather than spelled.
constexpr std::size_t kNamedDigits = 9;
constexpr std::size_t kSignificantDigits = 4;

bool is_named(std::string_view digits, bool grouped) {
  if (digits.size() <= kNamedDigits || grouped) return true;
  const std::size_t last = digits.find_last_not_of('0');
  return digits.size() <= 3 * 22 && (last == std::string_view::npos || last < kSignificantDigits);
}

}  // namespace

unsigned long Numeral::value() const {
  if (whole.size() > 18) return std::numeric_limits<unsigned long>::max();
  unsigned long out = 0;
  for (const char c : whole) out = out * 10 + static_cast<unsigned long>(c - '0');
  return out;
}

std::optional<Numeral> numeral_at(std::string_view text, std::size_t at) {
  Numeral out;
  const std::size_t digits = count_digits(text, at, text.size());
  out.whole = text.substr(at, digits);
  out.end = at + digits;
  if (digits >= 1 && digits <= 3 && text[at] != '0') {
    std::size_t next = out.end;
    std::string grouped = out.whole;
    while (byte_at(text, next) == ',' && count_digits(text, next + 1, 4) == 3) {
      grouped += text.substr(next + 1, 3);
      next += 4;
    }
    if (next > out.end) {
      out.whole = std::move(grouped);
      out.end = next;
      out.grouped = true;
    }
  }
  if (digits >= 1 && digits <= 3 && !out.grouped && text[at] != '0') {
    // "1 000 000": at least two groups, since "5 100" may be two numbers.
    std::size_t next = out.end;
    std::string grouped = out.whole;
    while (byte_at(text, next) == ' ' && count_digits(text, next + 1, 4) == 3 && grouped.size() < 30) {
      grouped += text.substr(next + 1, 3);
      next += 4;
    }
    if (next >= out.end + 8) {
      out.whole = std::move(grouped);
      out.end = next;
      out.grouped = true;
    }
  }
  if (byte_at(text, out.end) == '.' && is_digit_byte(byte_at(text, out.end + 1))) {
    const std::size_t places = count_digits(text, out.end + 1, text.size());
    out.fraction = text.substr(out.end + 1, places);
    out.end += 1 + places;
  }
  if (out.whole.empty() && out.fraction.empty()) return std::nullopt;
  return out;
}

std::string say(const Numeral& number, bool british) {
  std::string out;
  if (!number.whole.empty()) {
    const bool zeros = number.whole.size() > 1 && number.whole.front() == '0';
    out = zeros || !is_named(number.whole, number.grouped) ? digit_by_digit(number.whole)
                                                           : cardinal(number.whole, british);
  }
  if (number.fraction.empty()) return out;
  if (!out.empty()) out += ' ';
  return out + "point " + digit_by_digit(number.fraction);
}

bool looks_like_year(const Numeral& number) {
  return number.whole.size() == 4 && number.integral() && !number.grouped && number.value() >= 1100 &&
         number.value() < 2100;
}

std::string say_plain(const Numeral& number, bool british) {
  return looks_like_year(number) ? year(number.value(), british) : say(number, british);
}

}  // namespace kokoro::text::english_normalization
