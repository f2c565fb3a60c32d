#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/abbreviation_table.hpp"
#include "text/normalize/english/roman_value.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/segment/sentence_end.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// What comes after the dot of an abbreviation.
struct After {
  bool end = false;      ///< of the text, the line, or of what quotes and brackets hold
  bool capital = false;  ///< a blank, then a capital
  bool digit = false;
  bool mark = false;  ///< a comma or the like directly after the dot: the sentence goes on
};

After look_after(std::string_view text, std::size_t i) {
  After out;
  std::size_t next = i;
  while (has_at(text, next, "\"") || has_at(text, next, ")") || has_at(text, next, "'")) ++next;
  while (has_at(text, next, "”") || has_at(text, next, "’")) next += 3;
  const std::size_t word = skip_blanks(text, next);
  out.end = word >= text.size() || text[word] == '\n';
  out.mark = word == next && !out.end && !word_char_at(text, next);
  std::size_t first = word;
  if (byte_at(text, first) == '"' || byte_at(text, first) == '(') ++first;
  if (has_at(text, first, "“")) first += 3;
  out.capital = is_upper_byte(byte_at(text, first)) && (word > i || first > word);
  const std::size_t inside = word + (byte_at(text, word) == '(' || byte_at(text, word) == '#' ? 1 : 0);
  out.digit = is_digit_byte(byte_at(text, inside));
  return out;
}

/// "St." is a saint before a name and a street after one.
std::optional<Reading> read_saint_or_street(std::string_view text, std::size_t at) {
  if (!has_at(text, at, "St") || word_char_at(text, at + 2)) return std::nullopt;
  const bool dot = byte_at(text, at + 2) == '.';
  const std::size_t end = at + 2 + (dot ? 1 : 0);
  const After after = look_after(text, end);
  std::size_t before = at;
  while (before > 0 && is_blank_byte(text[before - 1])) --before;
  std::size_t begin = before;
  while (begin > 0 && is_alnum_byte(text[begin - 1]) && before - begin < 24) --begin;
  const std::string_view previous = text.substr(begin, before - begin);
  const bool after_name =
      before < at && previous.size() > 1 && (is_upper_byte(previous.front()) || is_digit_byte(previous.front()));
  constexpr std::string_view kNotNames[] = {"The",  "In",   "At",  "On", "To", "From",  "And", "Mount",
                                            "Lake", "Near", "For", "Of", "By", "Visit", "See"};
  const bool name =
      after_name && std::find(std::begin(kNotNames), std::end(kNotNames), previous) == std::end(kNotNames);
  const std::size_t following = skip_blanks(text, end);
  const bool starts =
      begins_sentences(text.substr(std::min(following, text.size()), count_letters(text, following, 24)));
  if (name && (!after.capital || after.end || (dot && starts))) {
    const bool ends = dot && (after.end || starts);
    return Reading{end - (ends ? 1 : 0), "Street"};
  }
  if (after.capital && !after.end) return Reading{end, "Saint"};
  return std::nullopt;
}

/// "J. R. R. Tolkien": the dot after an initial is not said.
std::optional<Reading> read_initial(std::string_view text, std::size_t at) {
  if (!is_upper_byte(byte_at(text, at)) || byte_at(text, at + 1) != '.' || word_char_before(text, at))
    return std::nullopt;
  if (at > 0 && text[at - 1] == '.') return std::nullopt;
  const std::size_t next = skip_blanks(text, at + 2);
  if (next == at + 2 || !is_upper_byte(byte_at(text, next))) return std::nullopt;
  std::size_t length = 0;
  while (length < 24 && is_letter_byte(byte_at(text, next + length))) ++length;
  const std::string_view word = text.substr(next, length);
  const bool starts = begins_sentences(word) && word != "Will" && word != "May";
  const bool initial_follows = length == 1 && byte_at(text, next + 1) == '.';
  if (starts && !initial_follows) return std::nullopt;
  // After a name or at a beginning it is an initial; after "vitamin" it may end the sentence.
  std::size_t before = at;
  while (before > 0 && is_blank_byte(text[before - 1])) --before;
  const bool beginning =
      before == 0 || std::string_view("\n\"(.,;:!?").find(text[before - 1]) != std::string_view::npos;
  std::size_t begin = before;
  while (begin > 0 && is_letter_byte(text[begin - 1]) && before - begin < 24) --begin;
  const bool after_name = begin < before && is_upper_byte(text[begin]);
  const std::string previous = ascii_lower(text.substr(begin, before - begin));
  constexpr std::string_view kWords[] = {"by", "and",   "author", "president", "with",
                                         "or", "judge", "agent",  "from",      "of"};
  const bool known = std::find(std::begin(kWords), std::end(kWords), previous) != std::end(kWords);
  if (text[at] == 'I' && !initial_follows) return std::nullopt;
  constexpr std::string_view kLetters[] = {"plan",  "vitamin", "option", "section",  "grade", "team",
                                           "class", "type",    "group",  "appendix", "part"};
  if (std::find(std::begin(kLetters), std::end(kLetters), previous) != std::end(kLetters)) return std::nullopt;
  if (!beginning && !after_name && !known) return std::nullopt;
  return Reading{at + 2, std::string(1, text[at])};
}

/// "Vol. II", "pp. xi-xv": a numeral of at least one letter, not a word.
bool roman_follows(std::string_view text, std::size_t at) {
  const std::size_t letters = count_letters(text, at, 16);
  const char after = byte_at(text, at + letters);
  if (letters == 0 || letters == 16 || is_digit_byte(after) || after == '\'') return false;
  std::string capitals(text.substr(at, letters));
  const bool lower = is_lower_byte(capitals.front());
  for (char& c : capitals) {
    if (is_lower_byte(c) != lower) return false;
    c = upper_byte(c);
  }
  return roman_value(capitals) != 0 && (lower || capitals != "I" || after != ' ');
}

/// "Oh no. 5 died": the word, not the abbreviation.
bool is_answer(std::string_view text, std::size_t at) {
  const std::string before = word_before(text, at);
  for (const std::string_view word : {"oh", "or", "say", "says", "said", "a"}) {
    if (before == word) return true;
  }
  return false;
}

/// "(b. 1452, d. 1519)", "(r. 1509-1547)".
std::optional<Reading> read_life_date(std::string_view text, std::size_t at) {
  if (byte_at(text, at + 1) != '.' || word_char_before(text, at)) return std::nullopt;
  const char letter = text[at];
  if (letter != 'b' && letter != 'd' && letter != 'r' && letter != 'm') return std::nullopt;
  std::size_t next = skip_blanks(text, at + 2);
  if (has_at(text, next, "c. ")) next = skip_blanks(text, next + 3);
  const std::size_t digits = count_digits(text, next, 5);
  const char before = at == 0 ? ' ' : text[at - 1];
  const bool in_brackets = before == '(' || (before == ' ' && at > 1 && (text[at - 2] == ',' || text[at - 2] == ';'));
  if ((digits != 4 && digits != 3) || !in_brackets) return std::nullopt;
  const std::string_view said = letter == 'b' ? "born" : letter == 'd' ? "died" : letter == 'm' ? "married" : "reigned";
  return Reading{at + 2, std::string(said)};
}

std::optional<Reading> read_entry(std::string_view text, std::size_t at, const Abbreviation& entry) {
  using Kind = Abbreviation::Kind;
  std::size_t end = at + entry.written.size();
  const bool dot = byte_at(text, end) == '.';
  if (!dot && (!entry.bare || word_char_at(text, end))) return std::nullopt;
  if (dot && (word_char_at(text, end + 1) || (byte_at(text, end + 1) == '.'))) return std::nullopt;
  if (!dot && (byte_at(text, end) == '\'' || byte_at(text, end) == '-' || byte_at(text, end) == '/'))
    return std::nullopt;
  end += dot ? 1 : 0;
  const After after = look_after(text, end);
  bool said = true;
  bool keeps_dot = false;
  switch (entry.kind) {
    case Kind::title:
      said = !after.end && !(dot && ends_sentence(text, at, end, AbbreviationUse::title)) &&
             (after.capital || has_at(text, skip_blanks(text, end), "and ") ||
              has_at(text, skip_blanks(text, end), "& ") || (dot && byte_at(text, skip_blanks(text, end)) == '['));
      break;
    case Kind::number:
      said = skip_blanks(text, end) - end <= 1 && !(entry.written == "no" && is_answer(text, at)) &&
             (after.digit || (dot && entry.written.size() <= 4 && roman_follows(text, skip_blanks(text, end))));
      break;
    case Kind::anywhere:
    case Kind::name:
    case Kind::phrase:
      keeps_dot =
          dot && ends_sentence(text, at, end, use_of_abbreviation(entry.written == "et al" ? "al" : entry.written));
      break;
  }
  if (entry.kind == Kind::name && entry.written != "ed") {
    // After a name: a capital or a digit before it in the line.
    std::size_t before = at;
    while (before > 0 && is_blank_byte(text[before - 1])) --before;
    if (before > 0 && text[before - 1] == ',') --before;
    std::size_t begin = before;
    while (begin > 0 && is_alnum_byte(text[begin - 1]) && before - begin < 24) --begin;
    const bool company = before > 0 && text[before - 1] == '&';
    said = said && (company || (begin < before && !is_lower_byte(text[begin])));
  }
  if (!said) return std::nullopt;
  if (entry.written == "c" || entry.written == "fl") {
    // "c. 1500" is a year.
    const std::size_t digits = count_digits(text, skip_blanks(text, end), 5);
    if (digits < 3 || digits > 4) return std::nullopt;
  }
  return Reading{end - (keeps_dot ? 1 : 0), std::string(entry.spoken)};
}

}  // namespace

std::optional<Reading> read_abbreviation(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at) || (at > 0 && (text[at - 1] == '.' || text[at - 1] == '\''))) return std::nullopt;
  if (auto out = read_life_date(text, at)) return out;
  if (auto out = read_saint_or_street(text, at)) return out;
  for (const Abbreviation& entry : abbreviations()) {
    if (!has_at(text, at, entry.written)) continue;
    if (auto out = read_entry(text, at, entry)) return out;
  }
  return read_initial(text, at);
}

}  // namespace kokoro::text::english_normalization
