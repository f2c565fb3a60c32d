#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/normalize/english/state_table.hpp"
#include "text/segment/sentence_end.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::size_t kLongestWord = 24;

struct Kind {
  std::string_view written, spoken;
  bool certain = false;  ///< stands for nothing else behind a name
};
constexpr Kind kKinds[] = {{"Ave", "Avenue", true},
                           {"Av", "Avenue"},
                           {"Blvd", "Boulevard", true},
                           {"Rd", "Road", true},
                           {"Ln", "Lane", true},
                           {"Pkwy", "Parkway", true},
                           {"Hwy", "Highway", true},
                           {"Fwy", "Freeway", true},
                           {"Expy", "Expressway", true},
                           {"Tpke", "Turnpike", true},
                           {"Plz", "Plaza", true},
                           {"Sq", "Square", true},
                           {"St", "Street"},
                           {"Dr", "Drive"},
                           {"Ct", "Court"},
                           {"Pl", "Place"},
                           {"Ter", "Terrace"},
                           {"Terr", "Terrace"},
                           {"Cir", "Circle"},
                           {"Trl", "Trail"},
                           {"Hts", "Heights", true},
                           {"Cres", "Crescent"},
                           {"Gdns", "Gardens", true}};

struct Direction {
  std::string_view written, spoken;
};
constexpr Direction kDirections[] = {{"NW", "Northwest"}, {"NE", "Northeast"}, {"SW", "Southwest"}, {"SE", "Southeast"},
                                     {"N", "North"},      {"S", "South"},      {"E", "East"},       {"W", "West"}};

const Direction* direction_at(std::string_view text, std::size_t at, std::size_t& end) {
  for (const Direction& direction : kDirections) {
    if (!has_at(text, at, direction.written)) continue;
    end = at + direction.written.size();
    if (word_char_at(text, end)) continue;
    if (byte_at(text, end) == '.' && !word_char_at(text, end + 1)) ++end;
    return &direction;
  }
  return nullptr;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// The run without blanks that ends before `at`, blanks passed over; empty at a line's start.
std::string_view run_before(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && is_blank_byte(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin<kLongestWord&& static_cast<unsigned char>(text[begin - 1])> ' ') --begin;
  return text.substr(begin, end - begin);
}

bool is_ordinal(std::string_view run) {
  const std::size_t digits = count_digits(run, 0, 4);
  if (digits == 0 || run.size() != digits + 2) return false;
  const std::string_view ending = run.substr(digits);
  return ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
}

/// "Elm", "Mary's", "42nd": may be the name of a street.
bool is_street_name(std::string_view run) {
  if (run.empty()) return false;
  if (is_ordinal(run)) return true;
  constexpr std::string_view kNotNames[] = {
      "The",    "In",  "At", "On",  "To", "From", "And", "For",  "Of",   "By",   "See", "Hello", "Hi",    "Dear",
      "Thanks", "Yes", "No", "Our", "My", "Your", "Ask", "Call", "With", "Then", "But", "Or",    "Visit", "Near"};
  const char last = run.back();
  return is_upper_byte(run.front()) && run.size() > 1 && (is_letter_byte(last) || last == '.') &&
         !is_one_of(run, kNotNames);
}

/// What stands before the words of a name that ends before `at`.
struct Lead {
  bool number = false;       ///< of a house
  bool preposition = false;  ///< "on", "at"
};
Lead lead_of(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostWords = 4;
  constexpr std::string_view kPrepositions[] = {"on",    "at",      "along",  "down", "off",    "near",   "to",  "from",
                                                "onto",  "between", "across", "up",   "of",     "in",     "On",  "At",
                                                "Along", "Near",    "From",   "past", "toward", "around", "via", "and"};
  std::size_t end = at;
  for (std::size_t words = 0; words <= kMostWords; ++words) {
    const std::string_view run = run_before(text, end);
    if (run.empty()) return {};
    const std::size_t digits = count_digits(run, 0, 6);
    const bool letter = digits + 1 == run.size() && is_letter_byte(run.back());
    if (digits > 0 && digits < 6 && (digits == run.size() || letter)) return {true, false};
    if (is_one_of(run, kPrepositions)) return {false, words > 0};
    const bool part = is_street_name(run) || (run.size() <= 2 && is_upper_byte(run.front()));
    if (!part) return {};
    end = static_cast<std::size_t>(run.data() - text.data());
  }
  return {};
}

const Kind* kind_at(std::string_view text, std::size_t at, std::size_t& end) {
  for (const Kind& kind : kKinds) {
    if (!has_at(text, at, kind.written)) continue;
    end = at + kind.written.size();
    if (word_char_at(text, end) || byte_at(text, end) == '\'' || has_at(text, end, "’")) continue;
    if (byte_at(text, end) == '-' || byte_at(text, end) == '/') continue;
    if (byte_at(text, end) == '.' && !word_char_at(text, end + 1)) ++end;
    return &kind;
  }
  return nullptr;
}

/// Whether at most three words of a name and the kind of a street begin at `at`.
bool street_follows(std::string_view text, std::size_t at) {
  std::size_t i = at;
  for (int words = 0; words < 4; ++words) {
    std::size_t end = 0;
    if (words > 0 && kind_at(text, i, end) != nullptr) return true;
    std::size_t stop = i;
    while (stop < text.size() && stop - i<kLongestWord&& static_cast<unsigned char>(text[stop])> ' ') ++stop;
    const std::string_view run = text.substr(i, stop - i);
    for (const std::string_view whole : {"Street", "Avenue", "Road", "Drive", "Lane", "Boulevard", "Court", "Place"}) {
      if (words > 0 && run.starts_with(whole)) return true;
    }
    if (!is_street_name(run) && !(words == 0 && run == "St.")) return false;
    i = skip_blanks(text, stop);
  }
  return false;
}

/// "123 N. Main St", "on W 42nd St".
std::optional<Reading> read_direction(std::string_view text, std::size_t at) {
  std::size_t end = 0;
  const Direction* direction = direction_at(text, at, end);
  if (direction == nullptr) return std::nullopt;
  const std::size_t next = skip_blanks(text, end);
  if (next == end || !street_follows(text, next)) return std::nullopt;
  if (word_before(text, at) == "the") return std::nullopt;
  return Reading{end, std::string(direction->spoken)};
}

/// "Hwy 61", "Rte. 66".
std::optional<Reading> read_road_number(std::string_view text, std::size_t at) {
  for (const auto& [written, spoken] : {std::pair<std::string_view, std::string_view>{"Hwy", "Highway"},
                                        {"hwy", "highway"},
                                        {"Rte", "Route"},
                                        {"Rt", "Route"},
                                        {"Hwys", "Highways"}}) {
    if (!has_at(text, at, written)) continue;
    std::size_t end = at + written.size();
    if (byte_at(text, end) == '.') ++end;
    const std::size_t next = skip_blanks(text, end);
    if (next > end && is_digit_byte(byte_at(text, next))) return Reading{end, std::string(spoken)};
  }
  return std::nullopt;
}

}  // namespace

bool is_street_direction(std::string_view text, std::size_t at) { return read_direction(text, at).has_value(); }

std::optional<Reading> read_street(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at) || (at > 0 && (text[at - 1] == '.' || text[at - 1] == '\'' || text[at - 1] == '-')))
    return std::nullopt;
  if (auto out = read_direction(text, at)) return out;
  if (auto out = read_road_number(text, at)) return out;
  std::size_t end = 0;
  const Kind* kind = kind_at(text, at, end);
  if (kind == nullptr || at == 0 || !is_blank_byte(text[at - 1])) return std::nullopt;
  if (!is_street_name(run_before(text, at))) return std::nullopt;
  const bool dot = text[end - 1] == '.';
  const Lead lead = lead_of(text, at);
  const std::size_t next = skip_blanks(text, end);
  const bool line_ends = next >= text.size() || text[next] == '\n';
  const char c = byte_at(text, next);
  const bool capital = is_upper_byte(c) && !line_ends;
  const std::string_view following = text.substr(std::min(next, text.size()), count_letters(text, next, kLongestWord));
  std::size_t direction_end = 0;
  const Direction* direction = next > end ? direction_at(text, next, direction_end) : nullptr;
  if (direction != nullptr && direction->written.size() == 1 && !lead.number && !lead.preposition) direction = nullptr;
  const bool led = lead.number || lead.preposition;
  if (!kind->certain) {
    const bool ordinal_name = is_ordinal(run_before(text, at));
    if (capital && direction == nullptr &&
        !(led && (lead.number || begins_sentences(following) || ends_sentence(text, at, end, AbbreviationUse::name))))
      return std::nullopt;
    if (!dot && !led && !ordinal_name) return std::nullopt;
    if (!led && !ordinal_name && kind->written != "St" && !line_ends && !is_lower_byte(c) && c != ',' && c != '.')
      return std::nullopt;
    if (kind->written == "Dr" && !led && line_ends) return std::nullopt;
  }
  Reading out{end, std::string(kind->spoken)};
  if (direction != nullptr) {
    out.spoken.append(" ").append(direction->spoken);
    out.end = direction_end;
  }
  if (text[out.end - 1] == '.' && ends_sentence(text, at, out.end, AbbreviationUse::name)) --out.end;
  return out;
}

std::optional<Reading> read_state(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at) || count_letters(text, at, 3) != 2 || word_char_at(text, at + 2)) return std::nullopt;
  const std::string_view name = state_name(text.substr(at, 2));
  if (name.empty() || at == 0 || !is_blank_byte(text[at - 1])) return std::nullopt;
  const std::size_t zip = skip_blanks(text, at + 2);
  const bool has_zip = zip > at + 2 && count_digits(text, zip, 6) == 5;
  const std::string_view before = run_before(text, at);
  if (before.empty()) return std::nullopt;
  const bool city = is_upper_byte(before.front()) && before.size() > 2;
  if (!has_zip) {
    if (!city || before.back() != ',') return std::nullopt;
    const std::string_view word = before.substr(0, before.size() - 1);
    const bool shouted = std::none_of(word.begin(), word.end(), is_lower_byte);
    constexpr std::string_view kAnswers[] = {"Well",   "Oh",   "Yes",   "No",    "Ah",      "Hey",   "So", "Um",
                                             "Sure",   "Hmm",  "Yeah",  "Fine",  "Alright", "Okay",  "Uh", "Now",
                                             "Please", "Look", "Right", "Sorry", "Honey",   "Thanks"};
    if (shouted || is_one_of(word, kAnswers)) return std::nullopt;
    const char after = byte_at(text, at + 2);
    const bool goes_on = after == ',' || after == '.' || after == ';' || after == ')' || after == '\0' ||
                         after == '\n' || after == '?' || after == '!' || is_lower_byte(byte_at(text, zip));
    if (!goes_on) return std::nullopt;
    return Reading{at + 2, std::string(name)};
  }
  Reading out{at + 2, std::string(name)};
  if (auto digits = read_zip(place, zip)) {
    out.end = digits->end;
    out.spoken.append(" ").append(digits->spoken);
  }
  return out;
}

std::optional<Reading> read_zip(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at) || count_digits(text, at, 6) != 5) return std::nullopt;
  std::size_t end = at + 5;
  std::string spoken = digit_by_digit(text.substr(at, 5));
  if (byte_at(text, end) == '-' && count_digits(text, end + 1, 5) == 4) {
    spoken += ", " + digit_by_digit(text.substr(end + 1, 4));
    end += 5;
  }
  const char after = byte_at(text, end);
  const bool longer =
      word_char_at(text, end) || ((after == ',' || after == '.') && is_digit_byte(byte_at(text, end + 1)));
  if (longer) return std::nullopt;
  return Reading{end, std::move(spoken)};
}

}  // namespace kokoro::text::english_normalization
