#include "text/characters/bytes.hpp"
#include "text/normalize/english/attributive.hpp"
#include "text/normalize/english/currency.hpp"
#include "text/normalize/english/magnitude.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

std::string say_amount(const Numeral& amount, std::string_view magnitude, const Currency& currency, bool singular,
                       bool british) {
  const auto unit = [&](bool one) { return ' ' + std::string(one || singular ? currency.one : currency.many); };
  if (!magnitude.empty()) return say(amount, british) + ' ' + std::string(magnitude) + unit(false);
  if (amount.integral()) return say(amount, british) + unit(amount.is_one());
  if (amount.fraction.size() > 2 || currency.coin.empty()) return say(amount, british) + unit(false);
  const std::string padded = amount.fraction.size() == 1 ? amount.fraction + '0' : amount.fraction;
  const bool no_whole = amount.whole.find_first_not_of('0') == std::string::npos;
  Numeral whole = amount;
  whole.fraction.clear();
  if (padded == "00") return say(no_whole ? Numeral{0, "0", "", false} : whole, british) + unit(whole.is_one());
  std::string coins = cardinal(padded, british) + ' ' + std::string(padded == "01" ? currency.coin : currency.coins);
  if (no_whole) return coins;
  return say(whole, british) + unit(whole.is_one()) + " and " + coins;
}

/// "/hour", "/month" after an amount.
std::size_t append_rate(std::string_view text, std::size_t end, std::string& spoken) {
  constexpr std::pair<std::string_view, std::string_view> kRates[] = {
      {"hour", "hour"}, {"hr", "hour"},     {"h", "hour"},      {"day", "day"},       {"week", "week"},
      {"wk", "week"},   {"month", "month"}, {"mo", "month"},    {"year", "year"},     {"yr", "year"},
      {"lb", "pound"},  {"kg", "kilogram"}, {"gal", "gallon"},  {"person", "person"}, {"night", "night"},
      {"unit", "unit"}, {"user", "user"},   {"share", "share"}, {"oz", "ounce"},      {"barrel", "barrel"}};
  if (byte_at(text, end) != '/') return end;
  for (const auto& [written, said] : kRates) {
    if (!has_at(text, end + 1, written) || word_char_at(text, end + 1 + written.size())) continue;
    spoken += " per ";
    spoken += said;
    return end + 1 + written.size();
  }
  return end;
}

/// A second amount of a range: "$5-$10", "£5–10m". The unit is said once, at the end.
std::optional<Reading> read_money_range(const Place& place, std::size_t at, const Numeral& low,
                                        const Currency& currency) {
  std::size_t next = low.end;
  if (byte_at(place.text, next) == '-') {
    ++next;
  } else if (has_at(place.text, next, "–")) {
    next += 3;
  } else {
    return std::nullopt;
  }
  if (const auto sign = currency_sign_at(place.text, next); sign.currency == &currency) next = sign.end;
  const auto high = numeral_at(place.text, next);
  if (!high || byte_at(place.text, high->end) == '-' || is_letter_byte(byte_at(place.text, at))) return std::nullopt;
  const auto scale = magnitude_at(place.text, high->end, true);
  const std::size_t end = scale ? scale->end : high->end;
  if (word_char_at(place.text, end)) return std::nullopt;
  const bool cents = low.fraction.size() == 2 && high->fraction.size() == 2;
  if (cents) {
    return Reading{end, say_amount(low, {}, currency, false, place.british) + " to " +
                            say_amount(*high, {}, currency, false, place.british)};
  }
  Reading out{end, say(low, place.british) + " to " +
                       say_amount(*high, scale ? scale->spoken : "", currency, describes_next_word(place.text, at, end),
                                  place.british)};
  out.end = append_rate(place.text, out.end, out.spoken);
  return out;
}

std::optional<Reading> amount_after_sign(const Place& place, std::size_t at, std::size_t number_at,
                                         const Currency& currency) {
  if (byte_at(place.text, number_at) == ' ') ++number_at;  // "€ 5"
  const auto amount = numeral_at(place.text, number_at);
  if (!amount) return std::nullopt;
  if (auto range = read_money_range(place, at, *amount, currency)) return range;
  const auto scale = magnitude_at(place.text, amount->end, true);
  std::size_t end = scale ? scale->end : amount->end;
  if (!scale && word_char_at(place.text, end)) return std::nullopt;
  const bool singular = describes_next_word(place.text, at, end);
  Reading out{end, say_amount(*amount, scale ? scale->spoken : "", currency, singular, place.british)};
  // "$5 USD" names the currency twice.
  if (const auto code = currency_code_at(place.text, skip_blanks(place.text, end));
      code.currency != nullptr && code.currency->one.ends_with(currency.one)) {
    out = {code.end, say_amount(*amount, scale ? scale->spoken : "", *code.currency, singular, place.british)};
  }
  out.end = append_rate(place.text, out.end, out.spoken);
  return out;
}

}  // namespace

std::optional<Reading> read_money(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  std::string sign;
  std::size_t next = at;
  const bool free = !word_char_before(text, at);
  if (free && byte_at(text, at) == '-') {
    sign = "minus ";
    ++next;
  } else if (free && has_at(text, at, "−")) {
    sign = "minus ";
    next += 3;
  } else if (free && (byte_at(text, at) == '~' || has_at(text, at, "≈"))) {
    sign = "about ";
    next += text[at] == '~' ? 1 : 3;
  } else if (free && byte_at(text, at) == '+') {
    sign = "plus ";
    ++next;
  }
  if (const auto match = currency_sign_at(text, next); match.currency != nullptr) {
    std::size_t number_at = match.end;
    if (sign.empty() && byte_at(text, number_at) == '-') {
      sign = "minus ";
      ++number_at;
    }
    auto out = amount_after_sign(place, at, number_at, *match.currency);
    if (out) out->spoken.insert(0, sign);
    return out;
  }
  const auto amount = numeral_at(text, next);
  if (!amount || (next == at && word_char_before(text, at))) return std::nullopt;
  if (has_at(text, amount->end, "¢") && amount->integral()) {
    return Reading{amount->end + 2, sign + say(*amount, place.british) + (amount->is_one() ? " cent" : " cents")};
  }
  if (place.british && byte_at(text, amount->end) == 'p' && amount->integral() &&
      !word_char_at(text, amount->end + 1)) {
    return Reading{amount->end + 1, sign + say(*amount, true) + (amount->is_one() ? " penny" : " pence")};
  }
  const auto scale = magnitude_at(text, amount->end, false);
  const std::size_t after = skip_blanks(text, scale ? scale->end : amount->end);
  CurrencyMatch match = currency_code_at(text, after);
  // "5€", "5 €"; but the sign in "5 $3" belongs to what follows.
  if (match.currency == nullptr) match = currency_sign_at(text, after);
  if (match.currency == nullptr || is_digit_byte(byte_at(text, match.end)) || word_char_at(text, match.end)) {
    return std::nullopt;
  }
  return Reading{match.end,
                 sign + say_amount(*amount, scale ? scale->spoken : "", *match.currency, false, place.british)};
}

std::optional<Reading> read_currency_code(const Place& place, std::size_t at) {
  if (word_char_before(place.text, at)) return std::nullopt;
  const CurrencyMatch sign = currency_sign_at(place.text, at);
  if (sign.currency != nullptr) return amount_after_sign(place, at, sign.end, *sign.currency);
  const CurrencyMatch code = currency_code_at(place.text, at);
  if (code.currency == nullptr) return std::nullopt;
  return amount_after_sign(place, at, skip_blanks(place.text, code.end), *code.currency);
}

}  // namespace kokoro::text::english_normalization
