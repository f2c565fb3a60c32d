#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::string_view kRulers[] = {
    "Henry",      "Louis",    "George",    "Edward",    "Richard",   "Charles",  "James",    "William",   "Elizabeth",
    "Mary",       "John",     "Philip",    "Ferdinand", "Francis",   "Pius",     "Benedict", "Gregory",   "Leo",
    "Clement",    "Innocent", "Paul",      "Alexander", "Peter",     "Nicholas", "Ivan",     "Catherine", "Frederick",
    "Wilhelm",    "Otto",     "Napoleon",  "Ramses",    "Ramesses",  "Ptolemy",  "Darius",   "Xerxes",    "Constantine",
    "Theodosius", "Alfonso",  "Victoria",  "Margaret",  "Christian", "Gustav",   "Harald",   "Urban",     "Boniface",
    "Sixtus",     "Julius",   "Celestine", "Robert",    "Malcolm",   "Baldwin",  "Umberto",  "Carlos",    "Juan",
    "Felipe",     "Pope",     "Thutmose",  "Amenhotep", "Selim",     "Mehmed",   "Murad",    "Suleiman"};
constexpr std::string_view kNumbered[] = {
    "War",       "Chapter",  "Part",    "Act",      "Scene",    "Volume",   "Book",     "Section", "Type",
    "Phase",     "Title",    "Article", "Level",    "Class",    "Grade",    "Appendix", "Figure",  "Table",
    "Stage",     "Episode",  "Season",  "Bowl",     "Fantasy",  "Rocky",    "Vatican",  "Group",   "Factor",
    "Apollo",    "Saturn",   "Mark",    "Division", "Category", "Unit",     "Lesson",   "Canto",   "Paragraph",
    "Amendment", "Schedule", "Quest",   "Wars",     "Theft",    "Symphony", "Windows",  "Corps",   "Annex",
    "Exhibit",   "Item",     "Tier",    "Round",    "Day",      "Area",     "Kings",    "Samuel"};

/// The value of a correctly written Roman numeral, 0 for other words.
unsigned roman_value(std::string_view word) {
  constexpr std::pair<std::string_view, unsigned> kParts[] = {
      {"M", 1000}, {"CM", 900}, {"D", 500}, {"CD", 400}, {"C", 100}, {"XC", 90}, {"L", 50},
      {"XL", 40},  {"X", 10},   {"IX", 9},  {"V", 5},    {"IV", 4},  {"I", 1}};
  if (word.size() > 15) return 0;
  unsigned value = 0;
  std::string again;
  std::string_view rest = word;
  for (const auto& [part, worth] : kParts) {
    while (rest.starts_with(part)) {
      rest.remove_prefix(part.size());
      value += worth;
    }
  }
  if (!rest.empty() || value == 0 || value >= 4000) return 0;
  unsigned left = value;
  for (const auto& [part, worth] : kParts) {
    for (; left >= worth; left -= worth) again += part;
  }
  return again == word ? value : 0;
}

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
  for (const auto& [written, spoken] : {std::pair{"WWII", "World War Two"},
                                        {"WWI", "World War One"},
                                        {"WW2", "World War Two"},
                                        {"WW1", "World War One"}}) {
    if (has_at(text, at, written) && !word_char_at(text, at + std::string_view(written).size())) {
      return Reading{at + std::string_view(written).size(), spoken};
    }
  }
  std::size_t length = 0;
  while (length < 16 && std::string_view("IVXLCDM").find(byte_at(text, at + length)) != std::string_view::npos &&
         byte_at(text, at + length) != '\0')
    ++length;
  if (length == 0 || word_char_at(text, at + length)) return std::nullopt;
  const std::string_view word = text.substr(at, length);
  const unsigned value = roman_value(word);
  if (value == 0) return std::nullopt;
  const std::size_t end = at + length;
  const char after = byte_at(text, end);
  if (after == '.' && is_letter_byte(byte_at(text, end + 1))) return std::nullopt;
  const std::size_t next = skip_blanks(text, end);
  if (value >= 4 &&
      (has_at(text, next, "century") || has_at(text, next, "Century") || has_at(text, next, "centuries"))) {
    return Reading{end, ordinal(value, place.british)};
  }
  const std::string_view name = name_before(text, at);
  const bool ruler = is_one_of(name, kRulers);
  const bool numbered = is_one_of(name, kNumbered);
  if (word == "I" && is_pronoun(text, end)) return std::nullopt;
  if (ruler && (value < 40 || length > 2)) {
    if (word == "I" && next < text.size() && is_upper_byte(text[next])) return std::nullopt;
    return Reading{end, "the " + ordinal(value, place.british)};
  }
  if (numbered) return Reading{end, cardinal(value, place.british)};
  const bool small = std::all_of(word.begin(), word.end(), [](char c) { return c == 'I' || c == 'V' || c == 'X'; });
  if (small && length >= 2 && word != "IV" && word != "VI" && word != "XX" && word != "XI" && word != "XV") {
    // "III", "VIII", "XIV" are no other words; after a capitalised word too, "Elden Ring II".
    if (length >= 3 || !name.empty()) return Reading{end, cardinal(value, place.british)};
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
