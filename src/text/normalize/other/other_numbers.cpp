#include "text/characters/bytes.hpp"
#include "text/normalize/other/other_rules.hpp"

namespace kokoro::text::other {
namespace {

struct Number {
  std::size_t end = 0;
  std::string digits;  ///< with a decimal mark, without those of thousands
  bool one = false;
  bool cents = false;    ///< exactly two decimals
  std::size_t mark = 0;  ///< place of the decimal mark in `digits`; 0: none
};

/// The mark of decimals is a comma but in Hindi; thousands are divided by the other mark or by blanks. "1 234" may be
/// two numbers, but in French and before decimals.
Number number_at(std::string_view text, std::size_t at, const LanguageWords& words) {
  const bool comma = words.primary != "hi";
  constexpr std::size_t kMostDigits = 100000;
  Number out;
  const std::size_t first = count_digits(text, at, kMostDigits);
  if (first == 0) return out;
  out.digits = text.substr(at, first);
  out.end = at + first;
  const char thousands = comma ? '.' : ',';
  const auto group = [&](char mark) {
    std::size_t next = out.end;
    std::string digits = out.digits;
    std::size_t groups = 0;
    while (byte_at(text, next) == mark) {
      const std::size_t size = count_digits(text, next + 1, 4);
      if (size != 3 && !(size == 2 && !comma && mark == ',' && byte_at(text, next + 3) == ',')) break;
      digits += text.substr(next + 1, size);
      next += 1 + size;
      ++groups;
    }
    const bool certain = mark != ' ' || groups > 1 || words.primary == "fr" ||
                         (byte_at(text, next) == ',' && is_digit_byte(byte_at(text, next + 1)));
    if (groups == 0 || !certain || is_digit_byte(byte_at(text, next))) return;
    out.digits = std::move(digits);
    out.end = next;
  };
  if (first <= 3 && text[at] != '0') {
    group(thousands);
    if (out.digits.size() == first) group(' ');
  }
  // "3,14", and "3.5" as computers write it.
  const char next = byte_at(text, out.end);
  const std::size_t places = count_digits(text, out.end + 1, kMostDigits);
  const bool machine = next == '.' && byte_at(text, out.end + 1 + places) != '.';
  if (places > 0 && ((comma && next == ',') || machine)) {
    out.mark = out.digits.size();
    out.cents = places == 2;
    out.digits += comma ? ',' : '.';
    out.digits += text.substr(out.end + 1, places);
    out.end += 1 + places;
  }
  out.one = out.digits == "1";
  return out;
}

std::string_view name_for(const Number& number, std::string_view one, std::string_view many) {
  return number.one || many.empty() ? one : many;
}

std::string fill(std::string_view pattern, std::string_view a, std::string_view b) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern.substr(i, 3) == "{a}") {
      out += a;
      i += 3;
    } else if (pattern.substr(i, 3) == "{b}") {
      out += b;
      i += 3;
    } else {
      out += pattern[i++];
    }
  }
  return out;
}

/// "millones" and the like between an amount and its currency.
std::size_t magnitude_end(std::string_view text, std::size_t at) {
  const std::size_t next = skip_blanks(text, at);
  if (next == at) return at;
  for (const std::string_view word :
       {"millones", "millón", "millions", "million", "milliards", "milliard", "milioni", "milione", "miliardi",
        "miliardo", "milhões", "milhão", "bilhões", "bilhão", "mil", "करोड़", "लाख", "हज़ार"}) {
    if (has_at(text, next, word) && !word_char_at(text, next + word.size())) return next + word.size();
  }
  return at;
}

std::string say_money(const LanguageWords& words, const Number& number, const CurrencyName& currency) {
  if (!number.cents || number.mark == 0 || currency.coin.empty()) {
    return number.digits + ' ' + std::string(name_for(number, currency.one, currency.many));
  }
  const std::string whole = number.digits.substr(0, number.mark);
  std::string coins = number.digits.substr(number.mark + 1);
  std::string unit = whole + ' ' + std::string(whole == "1" ? currency.one : currency.many);
  if (coins == "00") return unit;
  if (coins.front() == '0') coins.erase(0, 1);
  coins += ' ' + std::string(coins == "1" ? currency.coin : currency.coins);
  return whole == "0" ? coins : fill(words.coins, unit, coins);
}

std::optional<Reading> read_money(const Place& place, std::size_t at) {
  for (const CurrencyName& currency : place.words.currencies) {
    const bool before = has_at(place.text, at, currency.sign);
    const std::size_t number_at_place = before ? skip_blanks(place.text, at + currency.sign.size()) : at;
    const Number number = number_at(place.text, number_at_place, place.words);
    if (number.end == 0) continue;
    const std::size_t scale = magnitude_end(place.text, number.end);
    std::size_t end = scale;
    if (!before) {
      const std::size_t sign = skip_blanks(place.text, scale);
      if (!has_at(place.text, sign, currency.sign)) continue;
      end = sign + currency.sign.size();
      if (is_digit_byte(byte_at(place.text, end)) || word_char_at(place.text, end)) continue;
      // "3,14 R$ 5": of the signs only the euro is written behind its amount when another number follows.
      const bool of_next = sign > scale && is_digit_byte(byte_at(place.text, skip_blanks(place.text, end)));
      if (of_next && currency.sign != "€") continue;
    }
    if (scale == number.end) return Reading{end, say_money(place.words, number, currency)};
    const std::size_t word = skip_blanks(place.text, number.end);
    const std::string amount = number.digits + ' ' + std::string(place.text.substr(word, scale - word));
    return Reading{end, fill(place.words.amount, amount, currency.many)};
  }
  return std::nullopt;
}

std::optional<Reading> read_ordinal(const Place& place, std::size_t at) {
  const SpokenName* best = nullptr;
  for (const SpokenName& ordinal : place.words.ordinals) {
    const std::size_t end = at + ordinal.written.size();
    if (!has_at(place.text, at, ordinal.written) || word_char_at(place.text, end)) continue;
    if (best == nullptr || best->written.size() < ordinal.written.size()) best = &ordinal;
  }
  if (best == nullptr) return std::nullopt;
  // "1° C" is a temperature.
  if (best->written.ends_with("°") &&
      place.text.substr(at + best->written.size(), 2).find_first_of("CF") != std::string_view::npos)
    return std::nullopt;
  return Reading{at + best->written.size(), std::string(best->one)};
}

std::optional<Reading> read_measure(const Place& place, const Number& number) {
  if (!place.options.unit_normalization) return std::nullopt;
  const bool spaced = is_blank_byte(byte_at(place.text, number.end));
  const std::size_t at = number.end + (spaced ? 1 : 0);
  const SpokenName* best = nullptr;
  for (const SpokenName& unit : place.words.units) {
    const std::size_t end = at + unit.written.size();
    if (!has_at(place.text, at, unit.written) || word_char_at(place.text, end)) continue;
    if (byte_at(place.text, end) == '/' && word_char_at(place.text, end + 1)) continue;
    if (has_at(place.text, end, "²") || has_at(place.text, end, "³")) continue;
    // "10 h" is an hour, "5 a" a word: a letter alone after a blank needs an end after it.
    if (best == nullptr || best->written.size() < unit.written.size()) best = &unit;
  }
  if (best == nullptr) return std::nullopt;
  return Reading{at + best->written.size(), number.digits + ' ' + std::string(name_for(number, best->one, best->many))};
}

}  // namespace

std::optional<Reading> read_number(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  std::string sign;
  std::size_t begin = at;
  const char before = at == 0 ? ' ' : text[at - 1];
  const bool free = std::string_view(" \n([{=<>,:;+*/\"'").find(before) != std::string_view::npos;
  if (free && (byte_at(text, at) == '-' || has_at(text, at, "−"))) {
    sign = std::string(place.words.minus) + ' ';
    begin = at + (text[at] == '-' ? 1 : 3);
  } else if (free && byte_at(text, at) == '+') {
    sign = std::string(place.words.plus) + ' ';
    begin = at + 1;
  }
  std::optional<Reading> out;
  if (sign.empty()) out = read_date(place, begin);
  if (!out && sign.empty()) out = read_time(place, begin);
  if (!out) out = read_money(place, begin);
  if (!out && sign.empty()) out = read_ordinal(place, begin);
  if (!out) {
    const Number number = number_at(text, begin, place.words);
    if (number.end == 0) return std::nullopt;
    out = read_measure(place, number);
    if (!out) out = Reading{number.end, number.digits};
  }
  out->spoken.insert(0, sign);
  if (out->spoken == text.substr(at, out->end - at)) return std::nullopt;
  return out;
}

}  // namespace kokoro::text::other
