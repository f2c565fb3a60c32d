#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/spoken/censored_span.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct Special {
  std::string_view written, spoken;
};
/// Words with symbols or digits whose reading follows no rule. Longer ones before those they begin with.
constexpr Special kSpecial[] = {
    {"C++", "C plus plus"},
    {"c++", "C plus plus"},
    {"g++", "G plus plus"},
    {"Notepad++", "Notepad plus plus"},
    {"C#", "C sharp"},
    {"F#", "F sharp"},
    {"A#", "A sharp"},
    {"G#", "G sharp"},
    {"D#", "D sharp"},
    {"AT&T", "A T and T"},
    {"R&D", "R and D"},
    {"Q&A", "Q and A"},
    {"Q&As", "Q and As"},
    {"M&A", "M and A"},
    {"B&B", "B and B"},
    {"P&L", "P and L"},
    {"H&M", "H and M"},
    {"D&D", "D and D"},
    {"M&Ms", "M and Ms"},
    {"S&P", "S and P"},
    {"R&B", "R and B"},
    {"B2B", "B to B"},
    {"B2C", "B to C"},
    {"P2P", "peer to peer"},
    {"K-12", "K through twelve"},
    {"Y2K", "Y two K"},
    {"w/o", "without"},
    {"w/", "with"},
    {"b/c", "because"},
    {"c/o", "care of"},
    {"n/a", "N A"},
    {"N/A", "N A"},
    {"a/c", "A C"},
    {"A/C", "A C"},
    {"TCP/IP", "T C P I P"},
    {"I/O", "I O"},
    {"and/or", "and or"},
    {"he/she", "he or she"},
    {"she/he", "she or he"},
    {"s/he", "she or he"},
    {"him/her", "him or her"},
    {"his/her", "his or her"},
    {"he/him", "he him"},
    {"she/her", "she her"},
    {"they/them", "they them"},
    {"Yahoo!", "Yahoo"},
    {"Ph.D.s", "P H Ds"},
    {"PhD", "Ph.D."},
    {"CO2", "C O two"},
    {"NO2", "N O two"},
    {"SO2", "S O two"},
    {"O2", "O two"},
    {"AC/DC", "A C D C"},

    {"aka", "also known as"},
    {"U.S.A", "U.S.A"},
};

/// "f**k", "sh*t", "s***": the first letter alone. "x*y" is a product.
std::optional<Reading> read_censored(std::string_view text, std::size_t at) {
  const CensoredSpan span = censored_span_at(text, at);
  if (span.end == 0) return std::nullopt;
  return Reading{span.end, std::string(1, upper_byte(text[at]))};
}

}  // namespace

std::optional<Reading> read_special_word(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  for (const Special& special : kSpecial) {
    if (!has_at(text, at, special.written)) continue;
    const std::size_t end = at + special.written.size();
    const bool opens = special.written == "w/";
    if (!opens && word_char_at(text, end)) continue;
    if (special.written == "Yahoo!" && skip_blanks(text, end) >= text.size()) continue;
    return Reading{end, std::string(special.spoken) + (opens && word_char_at(text, end) ? " " : "")};
  }
  if (auto out = read_censored(text, at)) return out;
  // "v1.2.3", "V2"
  if ((text[at] == 'v' || text[at] == 'V') && is_digit_byte(byte_at(text, at + 1))) {
    if (auto groups = read_digit_groups({text.substr(at + 1), place.options, place.british}, 0)) {
      return Reading{at + 1 + groups->end, "version " + groups->spoken};
    }
    const auto number = numeral_at(text, at + 1);
    if (number && !word_char_at(text, number->end) && number->whole.size() <= 4) {
      return Reading{number->end, "version " + say(*number, place.british)};
    }
  }
  // "x^2", "n^k": a letter to a power.
  if (count_letters(text, at, 2) == 1) {
    const std::size_t next = at + 1;
    const char variable = text[at] == 'a' ? 'A' : text[at];  // no article
    if (has_at(text, next, "²")) return Reading{next + 2, std::string(1, variable) + " squared"};
    if (has_at(text, next, "³")) return Reading{next + 2, std::string(1, variable) + " cubed"};
  }
  // "mc²": a product of letters.
  const std::size_t letters = count_letters(text, at, 4);
  const bool raised = has_at(text, at + letters, "²") || has_at(text, at + letters, "^2");
  if (raised && letters >= 2 && letters < 4 && text.substr(at, letters).find_first_of("aeiouAEIOU") == text.npos) {
    std::string spelled;
    for (std::size_t i = 0; i < letters; ++i) spelled.append(1, text[at + i]).append(" ");
    return Reading{at + letters + 2, spelled + "squared"};
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
