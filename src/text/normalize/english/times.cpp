#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// "am", "p.m.", "PM" at `at`, or after blanks; the end is 0 when there is none.
struct Half {
  std::size_t end = 0;
  std::string_view spoken;
};
Half half_at(std::string_view text, std::size_t at) {
  const std::size_t i = skip_blanks(text, at);
  const char first = ascii_lower(byte_at(text, i));
  if (first != 'a' && first != 'p') return {};
  const std::string_view spoken = first == 'a' ? "a.m." : "p.m.";
  if (ascii_lower(byte_at(text, i + 1)) == 'm' && !word_char_at(text, i + 2)) return {i + 2, spoken};
  if (byte_at(text, i + 1) != '.' || ascii_lower(byte_at(text, i + 2)) != 'm') return {};
  if (byte_at(text, i + 3) == '.') return {i + 4, spoken};
  return word_char_at(text, i + 3) ? Half{} : Half{i + 3, spoken};
}

std::string say_clock(unsigned long hour, std::string_view minutes, bool with_half) {
  const unsigned long minute =
      static_cast<unsigned long>(minutes[0] - '0') * 10 + static_cast<unsigned long>(minutes[1] - '0');
  std::string out = cardinal(hour, false);
  if (minute != 0) return out + ' ' + pair_after(minute);
  if (with_half) return out;
  return out + (hour >= 1 && hour <= 12 ? " o'clock" : " hundred");
}

/// Before a full stop and at the end of a line the last dot is left to what follows; capitals still tell that the
/// letters are spelled.
void finish(Reading& out, std::string_view text, const Half& half) {
  if (half.end == 0) return;
  const bool dotted = text[half.end - 1] == '.';
  const std::size_t next = skip_blanks(text, half.end);
  const bool ends = next >= text.size() || text[next] == '\n' || byte_at(text, half.end) == '.';
  out.spoken.append(" ").append(ends ? (half.spoken.front() == 'a' ? std::string_view("A.M") : std::string_view("P.M"))
                                     : half.spoken);
  out.end = half.end - (ends && dotted ? 1 : 0);
}

std::optional<Reading> read_ratio(const Place& place, std::size_t at, std::size_t colon) {
  const auto left = numeral_at(place.text, at);
  const auto right = numeral_at(place.text, colon + 1);
  if (!left || !right || left->end != colon || word_char_at(place.text, right->end)) return std::nullopt;
  if (byte_at(place.text, right->end) == ':' && is_digit_byte(byte_at(place.text, right->end + 1))) return std::nullopt;
  // "25:00" is no ratio.
  if (right->whole == "00") return Reading{right->end, say(*left, place.british) + " zero zero"};
  return Reading{right->end, say(*left, place.british) + " to " + say(*right, place.british)};
}

}  // namespace

std::optional<Reading> read_time(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const bool iso = at > 0 && text[at - 1] == 'T';
  if (word_char_before(text, at) && !iso) return std::nullopt;
  const std::size_t digits = count_digits(text, at, 9);
  if (digits == 0 || digits == 9) return std::nullopt;
  const std::size_t colon = at + digits;
  unsigned long hour = 0;
  for (std::size_t i = at; i < colon; ++i) hour = hour * 10 + static_cast<unsigned long>(text[i] - '0');
  const char separator = byte_at(text, colon);
  if (digits <= 2 && hour >= 1 && hour <= 12) {
    const Half half = half_at(text, colon);
    // "I am 10 am I not": a bare "am" after a blank needs more around it, but a clock reading is far more usual.
    if (half.end != 0) {
      Reading out{half.end, cardinal(hour, false)};
      finish(out, text, half);
      return out;
    }
  }
  const std::size_t minutes = count_digits(text, colon + 1, 3);
  if (separator == '.') {
    // "10.30pm" as the British write it.
    const Half half = half_at(text, colon + 3);
    if (digits > 2 || minutes != 2 || text[colon + 1] > '5' || hour > 12 || half.end == 0) return std::nullopt;
    Reading out{half.end, say_clock(hour, text.substr(colon + 1, 2), true)};
    finish(out, text, half);
    return out;
  }
  if (separator != ':') return std::nullopt;
  if (digits > 2 || minutes != 2 || text[colon + 1] > '5' || hour > 24) return read_ratio(place, at, colon);
  std::size_t end = colon + 3;
  std::string seconds;
  if (byte_at(text, end) == ':' && count_digits(text, end + 1, 3) == 2) {
    const std::string_view two = text.substr(end + 1, 2);
    if (two != "00") {
      const bool one = two == "01";
      seconds = " and " + cardinal(two, false) + (one ? " second" : " seconds");
    }
    end += 3;
  }
  const bool zone = iso && byte_at(text, end) == 'Z';
  if ((byte_at(text, end) == ':' && is_digit_byte(byte_at(text, end + 1)))) return std::nullopt;
  const Half half = half_at(text, end);
  if (!zone && half.end == 0 && word_char_at(text, end)) return std::nullopt;
  Reading out{end, say_clock(hour, text.substr(colon + 1, 2), half.end != 0 || !seconds.empty()) + seconds};
  finish(out, text, half);
  return out;
}

}  // namespace kokoro::text::english_normalization
