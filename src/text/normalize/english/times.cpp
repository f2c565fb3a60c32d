#include <algorithm>
#include <iterator>

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

/// "Genesis 1:1-3", "John 3:16": chapter and verse of a book.
std::optional<Reading> read_verse(const Place& place, std::size_t at, std::size_t colon) {
  constexpr std::string_view kBooks[] = {
      "genesis",       "exodus",     "leviticus",    "numbers",    "deuteronomy",  "joshua",      "judges",
      "ruth",          "samuel",     "kings",        "chronicles", "ezra",         "nehemiah",    "esther",
      "job",           "psalm",      "psalms",       "proverbs",   "ecclesiastes", "songs",       "solomon",
      "isaiah",        "jeremiah",   "lamentations", "ezekiel",    "daniel",       "hosea",       "joel",
      "amos",          "obadiah",    "jonah",        "micah",      "nahum",        "habakkuk",    "zephaniah",
      "haggai",        "zechariah",  "malachi",      "matthew",    "mark",         "luke",        "john",
      "acts",          "romans",     "corinthians",  "galatians",  "ephesians",    "philippians", "colossians",
      "thessalonians", "timothy",    "titus",        "philemon",   "hebrews",      "james",       "peter",
      "jude",          "revelation", "surah",        "quran",      "gen",          "matt",        "rom",
      "cor",           "rev",        "isa",          "ps"};
  std::size_t before = at;
  while (before > 0 && (is_blank_byte(place.text[before - 1]) || place.text[before - 1] == '.')) --before;
  const std::string book = word_before(place.text, before);
  if (before == at || std::find(std::begin(kBooks), std::end(kBooks), book) == std::end(kBooks)) return std::nullopt;
  const std::string_view text = place.text;
  const std::size_t verse = count_digits(text, colon + 1, 4);
  std::size_t end = colon + 1 + verse;
  if (verse == 0 || verse > 3) return std::nullopt;
  std::string spoken = cardinal(text.substr(at, colon - at), place.british) + ' ' +
                       cardinal(text.substr(colon + 1, verse), place.british);
  const std::size_t dash = byte_at(text, end) == '-' ? 1 : has_at(text, end, "–") ? 3 : 0;
  if (const std::size_t last = dash == 0 ? 0 : count_digits(text, end + dash, 4);
      last > 0 && last < 4 && byte_at(text, end + dash + last) != ':') {
    spoken += " to " + cardinal(text.substr(end + dash, last), place.british);
    end += dash + last;
  }
  // "5a" is half a verse.
  if (word_char_at(text, end) && (byte_at(text, end) < 'a' || byte_at(text, end) > 'c' || word_char_at(text, end + 1)))
    return std::nullopt;
  return Reading{end, std::move(spoken)};
}

/// "00:01:23" counts minutes and seconds.
std::optional<Reading> read_position(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (!has_at(text, at, "00:") || count_digits(text, at + 3, 3) != 2 || byte_at(text, at + 5) != ':' ||
      count_digits(text, at + 6, 3) != 2)
    return std::nullopt;
  if (text[at + 3] > '5' || text[at + 6] > '5' || word_char_at(text, at + 8)) return std::nullopt;
  if (byte_at(text, at + 8) == ':' && is_digit_byte(byte_at(text, at + 9))) return std::nullopt;
  const unsigned long minutes =
      static_cast<unsigned long>(text[at + 3] - '0') * 10 + static_cast<unsigned long>(text[at + 4] - '0');
  const unsigned long seconds =
      static_cast<unsigned long>(text[at + 6] - '0') * 10 + static_cast<unsigned long>(text[at + 7] - '0');
  std::string spoken;
  if (minutes != 0) spoken = cardinal(minutes, false) + (minutes == 1 ? " minute" : " minutes");
  if (seconds != 0 || minutes == 0) {
    if (minutes != 0) spoken += " and ";
    spoken += cardinal(seconds, false) + (seconds == 1 ? " second" : " seconds");
  }
  std::size_t end = at + 8;
  if ((byte_at(text, end) == '.' || byte_at(text, end) == ',') && count_digits(text, end + 1, 4) == 3) end += 4;
  return Reading{end, std::move(spoken)};
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
  if (auto out = read_verse(place, at, colon)) return out;
  if (auto out = read_position(place, at); out && !iso) return out;
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
