#include "text/normalize/english/units.hpp"

#include "text/characters/bytes.hpp"
#include "text/normalize/english/unit_table.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct Found {
  std::size_t end = 0;
  std::string one, many;
};

/// A unit symbol must not run on into a word.
bool ends_symbol(std::string_view text, std::size_t end) {
  const char before = text[end - 1];
  const bool sign = before == '%' || before == '.' || static_cast<unsigned char>(before) >= 0x80;
  return sign ? !is_letter_byte(byte_at(text, end)) || before == '.' : !word_char_at(text, end);
}

bool dotted_unit_ends_sentence(std::string_view text, std::size_t end) {
  const std::size_t next = skip_blanks(text, end);
  return next >= text.size() || text[next] == '\n' || is_upper_byte(text[next]);
}

void take(Found& best, std::string_view text, std::size_t end, std::string one, std::string many) {
  if (end <= best.end) return;
  // The dot of "5 ft." at the end of a sentence stays a full stop.
  if (text[end - 1] == '.' && dotted_unit_ends_sentence(text, end)) --end;
  if (end > best.end) best = {end, std::move(one), std::move(many)};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The longest unit symbol at `at`; `end` is zero when there is none.
Found symbol_at(std::string_view text, std::size_t at, bool spaced, bool after_per) {
  Found best;
  for (const UnitName& unit : plain_units()) {
    if (!has_at(text, at, unit.written) || !ends_symbol(text, at + unit.written.size())) continue;
    if (!after_per && (spaced ? unit.glued_only : unit.spaced_only)) continue;
    take(best, text, at + unit.written.size(), std::string(unit.one), std::string(unit.many));
  }
  for (const Prefix& prefix : si_prefixes()) {
    if (!has_at(text, at, prefix.written)) continue;
    const std::size_t base = at + prefix.written.size();
    for (const UnitName& unit : prefixed_units()) {
      if (!has_at(text, base, unit.written) || !ends_symbol(text, base + unit.written.size())) continue;
      std::string one = std::string(prefix.spoken) + std::string(unit.one);
      std::string many = std::string(prefix.spoken) + std::string(unit.many);
      replace_all(one, "oohm", "ohm");
      replace_all(many, "oohm", "ohm");
      take(best, text, base + unit.written.size(), std::move(one), std::move(many));
    }
  }
  return best;
}

/// "²", "^2", "2" directly after a unit of length.
void take_power(std::string_view text, Found& unit) {
  const auto power = [&](std::string_view written, std::string_view spoken) {
    if (!has_at(text, unit.end, written) || word_char_at(text, unit.end + written.size())) return false;
    unit.end += written.size();
    unit.one = std::string(spoken) + ' ' + unit.one;
    unit.many = std::string(spoken) + ' ' + unit.many;
    return true;
  };
  power("²", "square") || power("^2", "square") || power("³", "cubic") || power("^3", "cubic");
}

/// What a rate is counted over, said after "per".
Found denominator_at(std::string_view text, std::size_t at) {
  Found found = symbol_at(text, at, false, true);
  if (found.end == 0) {
    constexpr std::string_view kWords[] = {"second", "minute", "hour", "day",  "night", "week", "month",
                                           "year",   "person", "unit", "mile", "user",  "head"};
    for (const std::string_view word : kWords) {
      if (has_at(text, at, word) && !word_char_at(text, at + word.size())) {
        return {at + word.size(), std::string(word), {}};
      }
    }
    return found;
  }
  // "m/s²" is said per second squared.
  for (const auto& [written, spoken] : {std::pair{"²", " squared"}, {"^2", " squared"}, {"³", " cubed"}}) {
    if (!has_at(text, found.end, written)) continue;
    found.end += std::string_view(written).size();
    const bool time = found.one == "second" || found.one == "hour" || found.one == "minute";
    found.one = time ? found.one + spoken : std::string(spoken[1] == 's' ? "square " : "cubic ") + found.one;
    break;
  }
  return found;
}

std::string british_spelling(std::string words) {
  replace_all(words, "meter", "metre");
  replace_all(words, "liter", "litre");
  return words;
}

}  // namespace

std::optional<Unit> unit_at(std::string_view text, std::size_t at, bool spaced, bool british) {
  Found unit = symbol_at(text, at, spaced, false);
  if (unit.end == 0) return std::nullopt;
  take_power(text, unit);
  if (byte_at(text, unit.end) == '/') {
    if (Found per = denominator_at(text, unit.end + 1); per.end != 0 && !word_char_at(text, per.end)) {
      unit = {per.end, unit.one + " per " + per.one, unit.many + " per " + per.one};
    }
  }
  if (british) {
    unit.one = british_spelling(std::move(unit.one));
    unit.many = british_spelling(std::move(unit.many));
  }
  return Unit{unit.end, std::move(unit.one), std::move(unit.many)};
}

}  // namespace kokoro::text::english_normalization
