#include "text/g2p/english/dictionary.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "text/g2p/english/stress.hpp"
#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/word_list.hpp"

namespace kokoro::text::english {
namespace {

std::string_view parent_of(std::string_view tag) {
  if (tag.starts_with("VB")) return "VERB";
  if (tag.starts_with("NN")) return "NOUN";
  if (tag.starts_with("ADV") || tag.starts_with("RB")) return "ADV";
  if (tag.starts_with("ADJ") || tag.starts_with("JJ")) return "ADJ";
  return tag;
}

std::u32string_view symbol_name(std::u32string_view word) {
  if (word.size() != 1) return {};
  switch (word.front()) {
    case U'%':
      return U"percent";
    case U'&':
      return U"and";
    case U'+':
      return U"plus";
    case U'@':
      return U"at";
    default:
      return {};
  }
}

bool is_dictionary_letter(char32_t c) {
  return c == U'\'' || c == U'-' || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

bool is_letters_and_dots(std::u32string_view word) {
  bool letters = false;
  for (const char32_t c : word) {
    if (c != U'.' && !is_alpha(c)) return false;
    letters = letters || c != U'.';
  }
  return letters;
}

/// "U.S.", "e.g.", "Ph.D": dots inside and no part of more than two letters.
bool is_dotted(std::u32string_view word) {
  const std::size_t first = word.find_first_not_of(U'.');
  const std::size_t last = word.find_last_not_of(U'.');
  if (first == std::u32string_view::npos) return false;
  if (word.substr(first, last - first + 1).find(U'.') == std::u32string_view::npos) return false;
  std::size_t part = 0;
  for (const char32_t c : word) {
    part = c == U'.' ? 0 : part + 1;
    if (part > 2) return false;
  }
  return is_letters_and_dots(word);
}

bool is_versus(std::u32string_view word) {
  if (word.ends_with(U'.')) word.remove_suffix(1);
  return word.size() == 2 && to_lower(word[0]) == U'v' && to_lower(word[1]) == U's';
}

}  // namespace

CurrencyNames currency_names(char32_t sign) {
  switch (sign) {
    case U'$':
      return {U"dollar", U"cent"};
    case U'£':
      return {U"pound", U"pence"};
    case U'€':
      return {U"euro", U"cent"};
    default:
      return {};
  }
}

Dictionary::Dictionary(std::shared_ptr<const PronunciationTable> table, bool british, bool parity)
    : table_(std::move(table)), british_(british), parity_(parity) {}

namespace {

/// The word itself, else the one that differs from it only in whether its first letter is a capital.
template <class Find>
auto find_grown(std::u32string_view word, const Find& find) {
  auto found = find(to_utf8(word));
  if (found || word.size() < 2) return found;
  const std::u32string lowered = lower(word);
  const std::u32string capital = capitalized(word);
  if (lowered == capital) return found;
  if (word == lowered) return find(to_utf8(capital));
  if (word == capital) return find(to_utf8(lowered));
  return found;
}

}  // namespace

Dictionary::Entry Dictionary::gold(View word) const {
  return find_grown(word, [&](const std::string& key) { return table_->gold(key); });
}

Dictionary::Entry Dictionary::silver(View word) const {
  return find_grown(word, [&](const std::string& key) { return table_->silver(key); });
}

Dictionary::Found Dictionary::usual(View word) const {
  const Entry entry = gold(word);
  return entry ? entry->usual() : std::nullopt;
}

std::optional<Phonemes> Dictionary::pronounce(const Piece& piece, const Context& context) const {
  std::u32string text = folded(piece.alias.empty() ? piece.text : piece.alias);
  if (text.empty()) return std::nullopt;
  Use use{piece.tag, std::nullopt, &context};
  if (!is_lowered(text)) use.stress = is_uppered(text) ? 2.0 : 0.5;
  if (Found said = word(text, use)) return with_stress(*with_currency(std::move(said), piece.currency), piece.stress);
  if (Found said = number(piece, text)) return with_stress(std::move(*said), piece.stress);
  return std::nullopt;
}

Dictionary::Found Dictionary::word(std::u32string word, Use use) const {
  if (!parity_) {
    if (const View listed = WordList::builtin().find(word, british_); !listed.empty()) return Phonemes(listed);
  }
  if (Found said = special(word, use)) return said;
  if (reads_lowered(word, use)) word = lower(word);
  if (is_known(word)) return look_up(word, use);
  const View view = word;
  if (!parity_ && view.find(U'\'') != View::npos) {
    if (Found said = dropped_g(word, use)) return said;
    if (Found said = contraction(word, use)) return said;
  }
  if (view.ends_with(U"s'")) {
    const std::u32string possessive = std::u32string(view.substr(0, view.size() - 2)) + U"'s";
    if (is_known(possessive)) return look_up(possessive, use);
  }
  if (view.ends_with(U'\'') && is_known(view.substr(0, view.size() - 1))) {
    return look_up(view.substr(0, view.size() - 1), use);
  }
  if (Found said = stem_s(word, use)) return said;
  if (Found said = stem_ed(word, use)) return said;
  if (!use.stress) use.stress = 0.5;
  return stem_ing(word, use);
}

/// A word in capitals, or with a first one, that is known only without.
bool Dictionary::reads_lowered(View word, const Use& use) const {
  if (word.size() < 2 || is_lowered(word) || (use.tag == "NNP" && word.size() <= 7)) return false;
  bool letters = false;
  for (const char32_t c : word) {
    if (c != U'\'' && !is_alpha(c)) return false;
    letters = letters || c != U'\'';
  }
  if (!letters || (!is_uppered(word) && !is_lowered(word.substr(1))) || gold(word) || silver(word)) return false;
  const std::u32string lowered = lower(word);
  if (gold(lowered) || silver(lowered)) return true;
  return stem_s(lowered, use) || stem_ed(lowered, use) || stem_ing(lowered, use);
}

bool Dictionary::is_known(View word) const {
  if (word.empty()) return false;
  if (gold(word) || !symbol_name(word).empty() || silver(word)) return true;
  if (!all_alpha(word) || !std::all_of(word.begin(), word.end(), is_dictionary_letter)) return false;
  if (word.size() == 1) return true;
  if (is_uppered(word) && gold(lower(word))) return true;
  return is_uppered(word.substr(1));
}

Dictionary::Found Dictionary::look_up(View written, const Use& use) const {
  std::u32string word(written);
  if (!parity_) {
    if (const View listed = WordList::builtin().find(word, british_); !listed.empty()) return Phonemes(listed);
  }
  bool is_name = false;
  Entry entry = gold(word);
  if (!entry && is_uppered(word)) {
    word = lower(word);
    is_name = use.tag == "NNP";
    entry = gold(word);
  }
  if (!entry && !is_name) entry = silver(word);
  const Found said = entry ? variant(*entry, use) : std::nullopt;
  if (!said || (is_name && !has_primary(*said))) {
    if (Found letters = spelled(word)) return letters;
  }
  return said ? Found(with_stress(*said, use.stress)) : std::nullopt;
}

Dictionary::Found Dictionary::variant(const PronunciationTable::Word& entry, const Use& use) const {
  if (!entry.has_variants()) return entry.usual();
  if (use.context != nullptr && !use.context->future_vowel) {
    if (auto last = entry.variant("None")) return *last;
  }
  if (auto exact = entry.variant(use.tag); exact && !(use.tag == "VBP" && !parity_ && entry.variant("VBD") == exact)) {
    return *exact;
  }
  if (auto parent = entry.variant(parent_of(use.tag))) return *parent;
  return entry.usual();
}

Dictionary::Found Dictionary::spelled(View word) const {
  Phonemes letters;
  for (const char32_t c : word) {
    if (!is_alpha(c)) continue;
    const Found name = usual(std::u32string(1, to_upper(c)));
    if (!name) return std::nullopt;
    letters += *name;
  }
  letters = with_stress(std::move(letters), 0.0);
  const std::size_t last = letters.rfind(kSecondary);
  if (last != Phonemes::npos) letters[last] = kPrimary;
  return letters;
}

Dictionary::Found Dictionary::special(View word, const Use& use) const {
  if (use.tag == "ADD" && word == U".") return look_up(U"dot", {{}, -0.5, use.context});
  if (use.tag == "ADD" && word == U"/") return look_up(U"slash", {{}, -0.5, use.context});
  if (const View name = symbol_name(word); !name.empty()) return look_up(name, {{}, std::nullopt, use.context});
  if (is_dotted(word)) return spelled(word);
  if (word.size() > 4) return std::nullopt;
  if (use.tag == "IN" && is_versus(word)) return look_up(U"versus", {{}, std::nullopt, use.context});
  return function_word(word, use);
}

Dictionary::Found Dictionary::function_word(View word, const Use& use) const {
  const std::u32string lowered = lower(word);
  const bool all_capitals = word.size() > 1 && is_uppered(word);
  const bool mixed = !all_capitals && word.size() > 1 && !is_lowered(word.substr(1));
  const auto& next_vowel = use.context->future_vowel;
  const bool noun = use.tag.starts_with("NN");
  if (mixed) return std::nullopt;
  if (lowered == U"a") return use.tag == "DT" ? U"ɐ" : U"ˈA";
  if (lowered == U"am") {
    if (noun) return spelled(word);
    if (!next_vowel || word != U"am" || use.stress.value_or(0) > 0) return usual(U"am");
    return U"ɐm";
  }
  if (lowered == U"an") return all_capitals && noun ? spelled(word) : Found(U"ɐn");
  if (word == U"I" && use.tag == "PRP") return U"ˌI";
  if (lowered == U"by" && parent_of(use.tag) == "ADV") return U"bˈI";
  if (lowered == U"to" && (!all_capitals || use.tag == "TO" || use.tag == "IN")) {
    if (!next_vowel) return usual(U"to");
    return *next_vowel ? U"tʊ" : U"tə";
  }
  if (lowered == U"in" && (!all_capitals || use.tag != "NNP")) {
    return !next_vowel || use.tag != "IN" ? U"ˈɪn" : U"ɪn";
  }
  if (lowered == U"the" && (!all_capitals || use.tag == "DT")) return next_vowel.value_or(false) ? U"ði" : U"ðə";
  if (lowered == U"used") {
    const Entry entry = gold(U"used");
    if (!entry) return std::nullopt;
    const bool habit =
        use.context->future_to && (use.tag == "VBD" || use.tag == "JJ" || (!parity_ && use.tag == "VBN"));
    if (habit) return entry->variant("VBD").value_or(std::nullopt);
    return entry->usual();
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english
