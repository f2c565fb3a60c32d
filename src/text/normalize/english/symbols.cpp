#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"
#include "text/normalize/emoji.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct Symbol {
  std::string_view written, spoken;
};
constexpr Symbol kSymbols[] = {
    {"%", "percent"},
    {"‰", "per mille"},
    {"@", "at"},
    {"$", "dollar"},
    {"£", "pound"},
    {"€", "euro"},
    {"¥", "yen"},
    {"₹", "rupee"},
    {"¢", "cent"},
    {"₽", "ruble"},
    {"₩", "won"},
    {"₿", "bitcoin"},
    {"°", "degrees"},
    {"×", "times"},
    {"÷", "divided by"},
    {"±", "plus or minus"},
    {"−", "minus"},
    {"≠", "is not equal to"},
    {"≤", "is less than or equal to"},
    {"≥", "is greater than or equal to"},
    {"≈", "is approximately"},
    {"≡", "is equivalent to"},
    {"∞", "infinity"},
    {"√", "the square root of"},
    {"∑", "the sum of"},
    {"∏", "the product of"},
    {"∫", "the integral of"},
    {"∂", "partial"},
    {"∇", "del"},
    {"∈", "in"},
    {"∉", "not in"},
    {"∩", "intersection"},
    {"∪", "union"},
    {"⊂", "is a subset of"},
    {"∀", "for all"},
    {"∃", "there exists"},
    {"∝", "is proportional to"},
    {"∅", "the empty set"},
    {"→", "to"},
    {"➔", "to"},
    {"➜", "to"},
    {"⟶", "to"},
    {"↔", "to and from"},
    {"⇒", "implies"},
    {"⇔", "if and only if"},
    {"§§", "sections"},
    {"§", "section"},
    {"¶", "paragraph"},
    {"©", "copyright"},
    {"№", "number"},
    {"½", "one half"},
    {"¼", "one quarter"},
    {"¾", "three quarters"},
    {"⅓", "one third"},
    {"⅔", "two thirds"},
    {"²", "squared"},
    {"³", "cubed"},
    {"¹", "one"},
    {"℮", "estimated"},
    {"☎", "telephone"},
    {"♯", "sharp"},
    {"♭", "flat"},
};
constexpr Symbol kGreek[] = {
    {"α", "alpha"}, {"β", "beta"},  {"γ", "gamma"}, {"δ", "delta"},  {"ε", "epsilon"}, {"ζ", "zeta"},  {"η", "eta"},
    {"θ", "theta"}, {"ι", "iota"},  {"κ", "kappa"}, {"λ", "lambda"}, {"μ", "mu"},      {"µ", "micro"}, {"ν", "nu"},
    {"ξ", "xi"},    {"π", "pi"},    {"ρ", "rho"},   {"σ", "sigma"},  {"τ", "tau"},     {"φ", "phi"},   {"χ", "chi"},
    {"ψ", "psi"},   {"ω", "omega"}, {"Γ", "gamma"}, {"Δ", "delta"},  {"∆", "delta"},   {"Θ", "theta"}, {"Λ", "lambda"},
    {"Π", "pi"},    {"Σ", "sigma"}, {"Φ", "phi"},   {"Ψ", "psi"},    {"Ω", "ohm"},     {"Ω", "omega"}};

bool is_greek_letter(std::string_view text, std::size_t i) {
  return script_of(code_point_at(text, i).value) == Script::greek;
}

/// A Greek letter that stands alone among other letters is a name in a formula; a Greek word is left to be read.
std::optional<Reading> read_greek(std::string_view text, std::size_t at) {
  for (const Symbol& letter : kGreek) {
    if (!has_at(text, at, letter.written)) continue;
    const std::size_t end = at + letter.written.size();
    const bool word = is_greek_letter(text, end) || (at > 0 && script_of(code_point_before(text, at)) == Script::greek);
    if (word) return std::nullopt;
    return Reading{end, std::string(letter.spoken)};
  }
  return std::nullopt;
}

/// ":)" and its like between blanks are no words.
std::size_t emoticon_end(std::string_view text, std::size_t at) {
  if (at > 0 && static_cast<unsigned char>(text[at - 1]) > ' ') return at;
  for (const std::string_view face : {":-)", ":-(", ";-)", ":-D", ":-P", ":'(", ":)", ":(", ";)", ":D", ":P", ":p",
                                      ":/", "<3", "^^", "xD", "XD", ":|", ":o"}) {
    const std::size_t end = at + face.size();
    if (has_at(text, at, face) &&
        (end >= text.size() || static_cast<unsigned char>(text[end]) <= ' ' || text[end] == '.' || text[end] == ','))
      return end;
  }
  return at;
}

/// "List<String>": what is written so behind a word is said, unless it is a tag of HTML.
bool is_type_argument(std::string_view text, std::size_t at, std::size_t end) {
  if (!word_char_before(text, at) || byte_at(text, at + 1) == '/') return false;
  constexpr std::string_view kTags[] = {
      "a",      "b",      "i",     "u",    "s",    "p",    "q",    "br",   "hr",    "em",     "li",     "ol",
      "ul",     "td",     "tr",    "th",   "h1",   "h2",   "h3",   "h4",   "sub",   "sup",    "div",    "del",
      "ins",    "img",    "pre",   "wbr",  "span", "code", "font", "mark", "small", "strong", "center", "table",
      "strike", "script", "style", "cite", "abbr", "kbd",  "tt",   "big",  "ruby",  "rt",     "rp"};
  std::size_t letters = 0;
  while (at + 1 + letters < end && is_alnum_byte(text[at + 1 + letters])) ++letters;
  const std::string name = ascii_lower(text.substr(at + 1, letters));
  return std::find(std::begin(kTags), std::end(kTags), name) == std::end(kTags);
}

/// "<b>", "</p>", "<br/>": a tag of a page that was pasted.
std::size_t tag_end(std::string_view text, std::size_t at) {
  constexpr std::size_t kMost = 200;
  if (text[at] != '<') return at;
  const char first = byte_at(text, at + 1);
  if (!is_letter_byte(first) && first != '/' && first != '!') return at;
  for (std::size_t i = at + 1; i < text.size() && i - at < kMost; ++i) {
    if (text[i] == '>') return i + 1;
    if (text[i] == '<' || text[i] == '\n') return at;
  }
  return at;
}

/// "(s)" after a word.
std::optional<Reading> read_optional_plural(const Place& place, std::size_t at) {
  if (!place.options.optional_pluralization_normalization || !word_char_before(place.text, at)) return std::nullopt;
  for (const std::string_view ending : {"(s)", "(es)"}) {
    const std::size_t end = at + ending.size();
    if (has_at(place.text, at, ending) && !word_char_at(place.text, end)) {
      return Reading{end, std::string(ending.substr(1, ending.size() - 2)), true};
    }
  }
  return std::nullopt;
}

bool is_symbol(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ME:
      return true;
    default:
      return c == U'*' || c == U'_' || c == U'\\' || c == U'#' || c == U'•' || c == U'·' || c == U'†' || c == U'‡' ||
             c == U'‣' || c == U'※' || c == U'′' || c == U'″';
  }
}

/// "f(x)" is "f of x", "footnote[1]" has its number apart.
std::optional<Reading> read_bracket(std::string_view text, std::size_t at) {
  if (!word_char_before(text, at)) return std::nullopt;
  if (text[at] == '[') {
    const std::size_t digits = count_digits(text, at + 1, 4);
    if (digits == 0 || digits == 4 || byte_at(text, at + 1 + digits) != ']' || is_digit_byte(text[at - 1]))
      return std::nullopt;
    return Reading{at + 1, ", "};
  }
  if (text[at] != '(' || byte_at(text, at + 2) != ')' || !is_letter_byte(byte_at(text, at + 1)) ||
      !is_letter_byte(text[at - 1]))
    return std::nullopt;
  if (at > 1 && word_char_before(text, at - 1)) return std::nullopt;
  if (text[at + 1] == 's') return std::nullopt;
  return Reading{at + 3, std::string(" of ") + text[at + 1]};
}

}  // namespace

/// "#$%&!", "@#*!": signs for a curse, without what ends the sentence.
static std::size_t curse_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kSigns = "#$%&@*^";
  if (at > 0 && static_cast<unsigned char>(text[at - 1]) > ' ' && text[at - 1] != '"' && text[at - 1] != '(') return at;
  std::size_t end = at;
  std::size_t kinds = 0;
  std::string_view seen;
  while (end < text.size() && (kSigns.find(text[end]) != std::string_view::npos ||
                               (text[end] == '!' && kSigns.find(byte_at(text, end + 1)) != std::string_view::npos &&
                                byte_at(text, end + 1) != '\0'))) {
    seen = text.substr(at, end - at);
    kinds += seen.find(text[end]) == std::string_view::npos ? 1 : 0;
    ++end;
  }
  return end - at >= 3 && kinds >= 3 && !word_char_at(text, end) ? end : at;
}

std::optional<Reading> read_leftover(const Place& place, std::size_t at) {
  if (!place.options.replace_remaining_symbols) return std::nullopt;
  if (const std::size_t end = curse_end(place.text, at); end > at) return Reading{end, ""};
  if (const std::size_t end = emoticon_end(place.text, at); end > at) return Reading{end, ""};
  if (const std::size_t end = tag_end(place.text, at); end > at) {
    return Reading{
        end, is_type_argument(place.text, at, end) ? " " + std::string(place.text.substr(at + 1, end - at - 2)) : ""};
  }
  return std::nullopt;
}

std::optional<Reading> read_symbol(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (auto out = read_optional_plural(place, at)) return out;
  if (auto out = read_bracket(text, at)) return out;
  if (auto out = read_greek(text, at)) return out;
  if (const Emoji emoji = emoji_at(text, at); emoji.end != 0) {
    return Reading{emoji.end, place.options.emoji == NormalizationOptions::Emoji::name ? std::string(emoji.name) : ""};
  }
  if (!place.options.replace_remaining_symbols) return std::nullopt;
  for (const Symbol& symbol : kSymbols) {
    if (has_at(text, at, symbol.written)) return Reading{at + symbol.written.size(), std::string(symbol.spoken)};
  }
  if (text[at] == '#') {
    const bool alone =
        (at == 0 || is_blank_byte(text[at - 1])) && (at + 1 == text.size() || is_blank_byte(text[at + 1]));
    return Reading{at + 1, alone ? "hash" : ""};
  }
  const CodePoint c = code_point_at(text, at);
  if (is_symbol(c.value)) return Reading{at + c.length, ""};
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
