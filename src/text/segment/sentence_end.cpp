#include "text/segment/sentence_end.hpp"
#include "base/ascii.hpp"

#include <algorithm>
#include <string>

#include "text/characters/bytes.hpp"
#include "text/segment/sentence_words.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kLongestWord = 24;

/// What stands after the abbreviation.
struct After {
  bool end = false;   ///< of the text, the line, or of what quotes and brackets hold
  bool mark = false;  ///< a comma or the like directly behind the dot: the sentence goes on
  bool digit = false;
  bool lower = false;
  bool opens = false;       ///< a quotation begins
  std::string_view word;    ///< that begins with a capital
  std::string_view second;  ///< the one after it
};

std::size_t past(std::string_view text, std::size_t i, std::initializer_list<std::string_view> signs) {
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view sign : signs) {
      if (!has_at(text, i, sign)) continue;
      i += sign.size();
      found = true;
    }
  }
  return i;
}

std::string_view word_at(std::string_view text, std::size_t i) {
  return text.substr(std::min(i, text.size()), count_letters(text, i, kLongestWord));
}

After look_after(std::string_view text, std::size_t i) {
  After out;
  const std::size_t closed = past(text, i, {"\"", ")", "]", "'", "”", "’", "*", "_"});
  const std::size_t next = skip_blanks(text, closed);
  out.end = next >= text.size() || text[next] == '\n' || text[next] == '\r';
  if (out.end) return out;
  const std::size_t first = past(text, next, {"\"", "(", "[", "'", "“", "‘", "*", "_"});
  out.opens = first > next && next > closed;
  out.mark = next == closed && !word_char_at(text, next) && first == next;
  const char c = byte_at(text, first);
  out.digit = is_digit_byte(c) || ((c == '$' || c == '#') && is_digit_byte(byte_at(text, first + 1)));
  out.lower = is_lower_byte(c);
  if (is_upper_byte(c)) {
    out.word = word_at(text, first);
    std::size_t second = first + out.word.size();
    if (has_at(text, second, "'s") || has_at(text, second, "’s")) second += has_at(text, second, "'") ? 2 : 4;
    if (is_blank_byte(byte_at(text, second))) out.second = word_at(text, skip_blanks(text, second));
  } else if (static_cast<unsigned char>(c) >= 0xC3 && !out.mark) {
    out.word = text.substr(first, 2);  // a letter with an accent
  }
  return out;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&sorted)[N]) {
  return std::binary_search(std::begin(sorted), std::end(sorted), word);
}

bool is_name(std::string_view word) { return is_one_of(word, sentence_words::kGivenNames); }
bool is_verb(std::string_view word) {
  return is_one_of(word, sentence_words::kVerbs) ||
         (word.size() > 4 && is_lower_byte(word.front()) && word.ends_with("ed"));
}

/// Whether nothing of the sentence stands before `at`.
bool at_start(std::string_view text, std::size_t at) {
  std::size_t i = at;
  while (i > 0 && is_blank_byte(text[i - 1])) --i;
  return i == 0 || std::string_view(".!?:\n\"(").find(text[i - 1]) != std::string_view::npos;
}

/// "By 9 p.m." and "In 44 B.C." at a sentence's start, also with the number in words: what follows is its subject.
bool is_fronted(std::string_view text, std::size_t begin) {
  constexpr std::string_view kPrepositions[] = {"After", "Around", "At",    "Before", "By",
                                                "From",  "In",     "Since", "Until"};
  constexpr int kMostWords = 6;
  std::size_t i = begin;
  for (int words = 0; words < kMostWords; ++words) {
    while (i > 0 && is_blank_byte(text[i - 1])) --i;
    const std::size_t end = i;
    while (i > 0 && end - i < kLongestWord && (is_alnum_byte(text[i - 1]) || text[i - 1] == ':')) --i;
    if (i == end) return false;
    if (words > 0 && is_one_of(text.substr(i, end - i), kPrepositions)) return at_start(text, i);
  }
  return false;
}

/// "U.S. Army", "U.N. Security Council": what initials describe.
bool is_described(const After& after) {
  if (is_one_of(after.word, sentence_words::kBodies)) return true;
  // "U.S. Fish and Wildlife Service", "U.S. Steel Corporation": a name of several words.
  return !after.second.empty() && is_upper_byte(after.second.front()) && !is_name(after.word);
}

/// Whether a word in lower case stands in the sentence before `at`: more than a name has been said.
bool has_lower_before(std::string_view text, std::size_t at) {
  constexpr std::size_t kFar = 160;
  for (std::size_t i = at; i-- > 0 && at - i < kFar;) {
    if (std::string_view(".!?\n").find(text[i]) != std::string_view::npos) return false;
    if (is_lower_byte(text[i]) && (i == 0 || !is_alnum_byte(text[i - 1])) && (i == 0 || text[i - 1] != '\''))
      return true;
  }
  return false;
}

/// "Is he a Dr. I think so.": no name follows.
bool is_title_alone(std::string_view before, const After& after) {
  constexpr std::string_view kNoNames[] = {"But",  "He",    "I",    "It",   "She", "That", "The",
                                           "Then", "There", "They", "This", "We",  "You"};
  constexpr std::string_view kArticles[] = {"a",   "an",   "another", "her",   "his",  "my",  "no",
                                            "our", "that", "the",     "their", "this", "your"};
  return is_one_of(after.word, kNoNames) && !after.second.empty() && is_one_of(before, kArticles);
}

}  // namespace

bool begins_sentences(std::string_view word) { return is_one_of(word, sentence_words::kStarts); }

bool ends_sentence(std::string_view text, std::size_t begin, std::size_t end, AbbreviationUse use) {
  const After after = look_after(text, end);
  if (after.mark) return false;
  if (after.end) return use != AbbreviationUse::title || !is_upper_byte(byte_at(text, end));
  if (after.lower || (at_start(text, begin) && (use == AbbreviationUse::degree || use == AbbreviationUse::name)))
    return false;
  const std::string before = word_before(text, begin);
  const bool start = begins_sentences(after.word) && !(after.word == "I" && after.second.empty());
  switch (use) {
    case AbbreviationUse::none:
    case AbbreviationUse::phrase:
      return false;
    case AbbreviationUse::title:
      return is_title_alone(before, after);
    case AbbreviationUse::number:
      return !after.digit && (start || after.opens);
    case AbbreviationUse::last:
      return !after.word.empty() || after.opens || after.digit;
    case AbbreviationUse::time:
    case AbbreviationUse::era:
      if (after.digit || (!start && is_fronted(text, begin))) return false;
      return (!after.word.empty() && !is_one_of(after.word, sentence_words::kAfterTimes)) || after.opens;
    case AbbreviationUse::calendar:
      return !after.digit && (start || is_name(after.word) || (after.opens && !after.word.empty()));
    case AbbreviationUse::degree:
      if (after.digit || after.word.empty()) return after.opens && !after.word.empty();
      return start || !is_one_of(after.word, sentence_words::kAfterDegrees);
    case AbbreviationUse::name:
      if (after.digit || is_one_of(after.word, sentence_words::kAfterNames)) return false;
      if (after.opens && !after.word.empty()) return true;
      return start || is_name(after.word) || is_verb(after.second) ||
             (!after.second.empty() && is_lower_byte(after.second.front()) && has_lower_before(text, begin));
    case AbbreviationUse::initials:
      if (after.digit || after.word.empty()) return false;
      if (at_start(text, begin)) return false;
      if (start || is_name(after.word)) return true;
      return !is_described(after) && (after.opens || before != "the" || is_verb(after.second));
  }
  return false;
}

namespace {

struct Known {
  std::string_view written;
  AbbreviationUse use;
};

using enum AbbreviationUse;
constexpr Known kKnown[] = {
    {"mr", title},      {"mrs", title},    {"ms", title},      {"messrs", title},  {"dr", title},
    {"drs", title},     {"prof", title},   {"gen", title},     {"col", title},     {"maj", title},
    {"capt", title},    {"cmdr", title},   {"lt", title},      {"sgt", title},     {"cpl", title},
    {"pvt", title},     {"adm", title},    {"rev", title},     {"fr", title},      {"hon", title},
    {"gov", title},     {"sen", title},    {"rep", title},     {"pres", title},    {"supt", title},
    {"mt", title},      {"ft", title},     {"st", title},      {"sens", title},    {"reps", title},
    {"insp", title},    {"det", title},    {"msgr", title},    {"mme", title},     {"mlle", title},
    {"atty", title},    {"no", number},    {"nos", number},    {"fig", number},    {"figs", number},
    {"vol", number},    {"vols", number},  {"ch", number},     {"chap", number},   {"sec", number},
    {"art", number},    {"eq", number},    {"pp", number},     {"p", number},      {"pg", number},
    {"pt", number},     {"ext", number},   {"apt", number},    {"ste", number},    {"rm", number},
    {"ver", number},    {"c", number},     {"ca", number},     {"bk", number},     {"para", number},
    {"max", number},    {"min", number},   {"tel", number},    {"pop", number},    {"vs", phrase},
    {"e.g", phrase},    {"i.e", phrase},   {"viz", phrase},    {"cf", phrase},     {"a.k.a", phrase},
    {"approx", phrase}, {"incl", phrase},  {"esp", phrase},    {"misc", phrase},   {"avg", phrase},
    {"asst", phrase},   {"assoc", phrase}, {"al", name},       {"etc", last},      {"jr", name},
    {"sr", name},       {"inc", name},     {"ltd", name},      {"corp", name},     {"co", name},
    {"bros", name},     {"plc", name},     {"llc", name},      {"l.l.c", name},    {"ave", name},
    {"blvd", name},     {"rd", name},      {"ln", name},       {"hwy", name},      {"pkwy", name},
    {"sq", name},       {"ct", name},      {"pl", name},       {"dept", name},     {"univ", name},
    {"bldg", name},     {"govt", name},    {"ed", name},       {"eds", name},      {"esq", degree},
    {"ph.d", degree},   {"m.d", degree},   {"b.a", degree},    {"m.a", degree},    {"b.s", degree},
    {"m.s", degree},    {"b.sc", degree},  {"m.sc", degree},   {"m.b.a", degree},  {"j.d", degree},
    {"r.n", degree},    {"d.d.s", degree}, {"d.phil", degree}, {"ll.b", degree},   {"ed.d", degree},
    {"a.m", time},      {"p.m", time},     {"b.c", era},       {"a.d", era},       {"b.c.e", era},
    {"c.e", era},       {"jan", calendar}, {"feb", calendar},  {"mar", calendar},  {"apr", calendar},
    {"jun", calendar},  {"jul", calendar}, {"aug", calendar},  {"sep", calendar},  {"sept", calendar},
    {"oct", calendar},  {"nov", calendar}, {"dec", calendar},  {"mon", calendar},  {"tue", calendar},
    {"tues", calendar}, {"wed", calendar}, {"thu", calendar},  {"thur", calendar}, {"thurs", calendar},
    {"fri", calendar},  {"sat", calendar}, {"sun", calendar},
};

/// "U.S", "N.A.T.O": single capitals with dots between them.
bool is_initials(std::string_view word) {
  if (word.size() < 3 || word.size() % 2 == 0) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !is_upper_byte(word[i]) : word[i] != '.') return false;
  }
  return true;
}

}  // namespace

AbbreviationUse use_of_abbreviation(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  const std::string lower = ascii_lower(word);
  for (const Known& known : kKnown) {
    if (known.written == lower) return known.use;
  }
  return is_initials(word) ? initials : none;
}

}  // namespace kokoro::text
