#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/roman_value.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::string_view kRulers[] = {
    "Henry",     "Louis",     "George",    "Edward",      "Richard",    "Charles",   "James",    "William",
    "Elizabeth", "Mary",      "John",      "Philip",      "Ferdinand",  "Francis",   "Pius",     "Benedict",
    "Gregory",   "Leo",       "Clement",   "Innocent",    "Paul",       "Alexander", "Peter",    "Nicholas",
    "Ivan",      "Catherine", "Frederick", "Wilhelm",     "Otto",       "Napoleon",  "Ramses",   "Ramesses",
    "Ptolemy",   "Darius",    "Xerxes",    "Constantine", "Theodosius", "Alfonso",   "Victoria", "Margaret",
    "Christian", "Gustav",    "Harald",    "Urban",       "Boniface",   "Sixtus",    "Julius",   "Celestine",
    "Robert",    "Malcolm",   "Baldwin",   "Umberto",     "Haakon",     "Olaf",      "Leopold",  "Albert",
    "Andrew",    "Rudolf",    "Charles",   "Maximilian",  "Carlos",     "Juan",      "Felipe",   "Pope",
    "Thutmose",  "Amenhotep", "Selim",     "Mehmed",      "Murad",      "Suleiman"};
constexpr std::string_view kNumbered[] = {
    "War",       "Chapter",  "Part",    "Act",      "Scene",    "Volume",   "Book",     "Section", "Type",
    "Phase",     "Title",    "Article", "Level",    "Class",    "Grade",    "Appendix", "Figure",  "Table",
    "Stage",     "Episode",  "Season",  "Bowl",     "Fantasy",  "Rocky",    "Vatican",  "Group",   "Factor",
    "Apollo",    "Saturn",   "Mark",    "Division", "Category", "Unit",     "Lesson",   "Canto",   "Paragraph",
    "Amendment", "Schedule", "Quest",   "Wars",     "Theft",    "Symphony", "Windows",  "Corps",   "Annex",
    "Exhibit",   "Item",     "Tier",    "Round",    "Day",      "Area",     "Kings",    "Samuel"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// The capitalised word before `at`, empty when there is none.
std::string_view name_before(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && is_blank_byte(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && is_letter_byte(text[begin - 1]) && end - begin < 24) --begin;
  return end < at && begin < end && is_upper_byte(text[begin]) ? text.substr(begin, end - begin) : std::string_view();
}

/// The word before `at`, lower case, a dot behind it passed over: "vol" of "Vol. II".
std::string counted_before(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && is_blank_byte(text[end - 1])) --end;
  if (end == at) return {};
  const bool dot = end > 0 && text[end - 1] == '.';
  std::string word = word_before(text, end - (dot ? 1 : 0));
  // "P M" are letters.
  return !dot && word.size() <= 2 ? std::string() : word;
}

/// What is counted by Roman numerals of either case, also when it is not capitalised.
bool is_counted(std::string_view word) {
  constexpr std::string_view kCounted[] = {
      "vol",     "vols",   "volume", "bk",        "book",  "ch",       "chap",     "chapter",  "chapters", "part",
      "parts",   "pt",     "pts",    "act",       "scene", "sc",       "p",        "pp",       "pg",       "page",
      "pages",   "fig",    "figure", "table",     "sec",   "section",  "sections", "art",      "article",  "articles",
      "type",    "types",  "phase",  "stage",     "class", "grade",    "level",    "appendix", "app",      "no",
      "number",  "item",   "clause", "paragraph", "para",  "footnote", "note",     "step",     "volumes",  "books",
      "title",   "canto",  "lesson", "exhibit",   "annex", "division", "category", "factor",   "tier",     "group",
      "episode", "season", "plate",  "psalm"};
  return std::find(std::begin(kCounted), std::end(kCounted), word) != std::end(kCounted);
}

/// Letters of a Roman numeral at `at` in one case, and their value.
struct Letters {
  std::size_t length = 0;
  unsigned value = 0;
};
Letters numeral_letters(std::string_view text, std::size_t at, std::string_view alphabet) {
  Letters out;
  while (out.length < 16 && byte_at(text, at + out.length) != '\0' &&
         alphabet.find(byte_at(text, at + out.length)) != std::string_view::npos) {
    ++out.length;
  }
  if (out.length == 0 || word_char_at(text, at + out.length)) return {};
  std::string capitals(text.substr(at, out.length));
  for (char& c : capitals) c = upper_byte(c);
  out.value = roman_value(capitals);
  return out;
}

/// "xi-xv", "IV–VI": the second numeral of a range.
std::optional<Reading> with_range(std::string_view text, Reading reading, std::string_view alphabet, bool british) {
  const std::size_t dash = byte_at(text, reading.end) == '-' ? 1 : has_at(text, reading.end, "–") ? 3 : 0;
  if (dash == 0) return reading;
  const Letters last = numeral_letters(text, reading.end + dash, alphabet);
  if (last.value == 0) return reading;
  return Reading{reading.end + dash + last.length, reading.spoken + " to " + cardinal(last.value, british)};
}

/// "Scene ii", "pp. xi-xv", "(iii)", "iv) cost": numerals in lower case.
std::optional<Reading> read_lower_roman(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  constexpr std::string_view kAlphabet = "ivxlcdm";
  const Letters letters = numeral_letters(text, at, kAlphabet);
  if (letters.value == 0) return std::nullopt;
  const std::size_t end = at + letters.length;
  const char before = at == 0 ? '\n' : text[at - 1];
  const char after = byte_at(text, end);
  if (after == '\'' || has_at(text, end, "’") || (after == '.' && is_letter_byte(byte_at(text, end + 1))))
    return std::nullopt;
  const bool small = letters.value <= 20 && text[at] != 'l' && text[at] != 'c';
  const bool line_start = before == '\n' || (is_blank_byte(before) && (at < 2 || text[at - 2] == '\n'));
  // "(x)" and "(c)" may be variables or signs: of single letters only "i" and "v".
  const bool listed = small && (letters.length > 1 || text[at] == 'i' || text[at] == 'v');
  if (listed && after == ')' && before == '(') {
    const char outside = at < 2 ? ' ' : text[at - 2];
    if (!is_alnum_byte(outside)) return Reading{end, cardinal(letters.value, place.british)};
  }
  if (listed && line_start && (after == ')' || after == '.') && is_blank_byte(byte_at(text, end + 1))) {
    return Reading{end, cardinal(letters.value, place.british)};
  }
  // "part i" may go on with a word, "page x" with "and".
  if (is_counted(counted_before(text, at)) && (letters.length > 1 || !is_blank_byte(after) || text[at] != 'i')) {
    return with_range(text, {end, cardinal(letters.value, place.british)}, kAlphabet, place.british);
  }
  constexpr std::string_view kOnlyNumerals[] = {"ii",  "iii",  "iv",  "vi", "vii", "viii", "ix",    "xi",
                                                "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix"};
  const std::string_view word = text.substr(at, letters.length);
  if (letters.length >= 2 &&
      std::find(std::begin(kOnlyNumerals), std::end(kOnlyNumerals), word) != std::end(kOnlyNumerals) && word != "xi" &&
      !(after == '-' && is_letter_byte(byte_at(text, end + 1)))) {
    return Reading{end, cardinal(letters.value, place.british)};
  }
  return std::nullopt;
}

/// "I" after a name is a numeral unless it is the subject of what follows.
bool is_pronoun(std::string_view text, std::size_t end) {
  const std::size_t next = skip_blanks(text, end);
  if (has_at(text, end, "'") || has_at(text, end, "’")) return !has_at(text, end, "'s ") && !has_at(text, end, "’s ");
  if (next == end || !is_lower_byte(byte_at(text, next))) return false;
  constexpr std::string_view kAfterNumeral[] = {
      "of",  "and", "to",   "in",   "is",    "was", "or",      "the",  "on",  "at",   "by",    "ended", "began",
      "had", "for", "from", "with", "until", "who", "reigned", "died", "has", "were", "ruled", "became"};
  const std::size_t letters = count_letters(text, next, 12);
  return !is_one_of(text.substr(next, letters), kAfterNumeral);
}

}  // namespace

std::optional<Reading> read_roman(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  for (const auto& [written, spoken] : {std::pair{"WWIII", "World War Three"},
                                        {"WWII", "World War Two"},
                                        {"WWI", "World War One"},
                                        {"WW2", "World War Two"},
                                        {"WW1", "World War One"}}) {
    if (has_at(text, at, written) && !word_char_at(text, at + std::string_view(written).size())) {
      return Reading{at + std::string_view(written).size(), spoken};
    }
  }
  if (is_lower_byte(byte_at(text, at))) return read_lower_roman(place, at);
  constexpr std::string_view kAlphabet = "IVXLCDM";
  const Letters letters = numeral_letters(text, at, kAlphabet);
  const unsigned value = letters.value;
  if (value == 0) return std::nullopt;
  const std::size_t length = letters.length;
  const std::string_view word = text.substr(at, length);
  const std::size_t end = at + length;
  const char after = byte_at(text, end);
  if (after == '.' && is_letter_byte(byte_at(text, end + 1))) return std::nullopt;
  const std::size_t next = skip_blanks(text, end);
  if (value >= 4 &&
      (has_at(text, next, "century") || has_at(text, next, "Century") || has_at(text, next, "centuries"))) {
    return Reading{end, ordinal(value, place.british)};
  }
  const char before = at == 0 ? '\n' : text[at - 1];
  if (before == '(' && after == ')' && value <= 20 && (length > 1 || word == "I") &&
      text.find_first_of("LCDM", at) != at) {
    return Reading{end, cardinal(value, place.british)};
  }
  // "II. Methods" heads a chapter.
  const bool heads = before == '\n' && (after == '.' || after == ')') && is_blank_byte(byte_at(text, end + 1)) &&
                     (is_upper_byte(byte_at(text, skip_blanks(text, end + 1))) || after == ')');
  if (heads && value < 40 && word != "C" && word != "D" && word != "L" && word != "M" &&
      (length > 1 || word == "V" || word == "X" || (word == "I" && after == '.' && !has_at(text, end + 1, " I ")))) {
    return Reading{end, cardinal(value, place.british)};
  }
  const std::string_view name = name_before(text, at);
  const bool ruler = is_one_of(name, kRulers) && !(name == "Malcolm" && word == "X");
  const std::string counted = counted_before(text, at);
  const bool numbered = is_one_of(name, kNumbered) || is_counted(counted);
  if (word == "I" && is_pronoun(text, end)) return std::nullopt;
  if (ruler && !numbered && (value < 40 || length > 2)) {
    if (word == "I" && next < text.size() && is_upper_byte(text[next])) return std::nullopt;
    return Reading{end, "the " + ordinal(value, place.british)};
  }
  const bool letter = length == 1 && value >= 50;  // "Vitamin D", "Section C", "Type C"
  const bool class_name = letter && !(counted == "p" || counted == "pp" || counted == "psalm");
  if (numbered && !class_name) {
    // "No. I think", "group I joined".
    const bool pronoun =
        word == "I" && name.empty() && (counted == "no" || counted == "number" || is_lower_byte(byte_at(text, next)));
    if (!pronoun) return with_range(text, {end, cardinal(value, place.british)}, kAlphabet, place.british);
    return std::nullopt;
  }
  if (length >= 4 && value >= 1500 && value < 2100) return Reading{end, year(value, place.british)};
  const bool small = std::all_of(word.begin(), word.end(), [](char c) { return c == 'I' || c == 'V' || c == 'X'; });
  if (small && length >= 2 && word != "IV" && word != "VI" && word != "XX" && word != "XI" && word != "XV" &&
      word != "XXX") {
    // "III", "VIII", "XIV" are no other words; after a capitalised word too, "Elden Ring II".
    if (length >= 3 || !name.empty()) return Reading{end, cardinal(value, place.british)};
  }
  constexpr std::string_view kNumberedTen[] = {"iphone", "xbox", "fantasy"};
  if (word == "X" && is_one_of(word_before(text, at), kNumberedTen)) return Reading{end, "ten"};
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
