#include "base/utf8.hpp"
#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/word_list.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::u32string_view kFlapBefore = U"AIOWYiuæɑəɛɪɹʊʌ";

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

/// "running", "picking": the consonant that the ending has doubled.
bool doubles_consonant(std::u32string_view word) {
  if (word.ends_with(U"cking")) return true;
  const char32_t last = word[word.size() - 4];
  return word[word.size() - 5] == last && has(U"bcdgklmnprstvxz", last);
}

}  // namespace

Dictionary::Found Dictionary::stem_s(View word, const Use& use) const {
  if (word.size() < 3 || !word.ends_with(U's')) return std::nullopt;
  const View less_one = word.substr(0, word.size() - 1);
  if (!parity_ && word.size() > 3) {
    // "Nguyen's", "croissants": words of the list.
    const View stem = word.ends_with(U"'s") ? word.substr(0, word.size() - 2) : less_one;
    if (const View listed = WordList::builtin().find(stem, british_); !listed.empty()) return plus_s(Phonemes(listed));
  }
  if (!word.ends_with(U"ss") && is_known(less_one)) return plus_s(look_up(less_one, use));
  const View less_two = word.substr(0, word.size() - 2);
  const bool es = word.size() > 4 && word.ends_with(U"es") && !word.ends_with(U"ies");
  if ((word.ends_with(U"'s") || es) && is_known(less_two)) return plus_s(look_up(less_two, use));
  if (word.size() > 4 && word.ends_with(U"ies")) {
    const std::u32string stem = std::u32string(word.substr(0, word.size() - 3)) + U'y';
    if (is_known(stem)) return plus_s(look_up(stem, use));
  }
  return std::nullopt;
}

Dictionary::Found Dictionary::stem_ed(View word, const Use& use) const {
  if (word.size() < 4 || !word.ends_with(U'd')) return std::nullopt;
  const View less_one = word.substr(0, word.size() - 1);
  if (!word.ends_with(U"dd") && is_known(less_one)) return plus_ed(look_up(less_one, use));
  const View less_two = word.substr(0, word.size() - 2);
  if (word.size() > 4 && word.ends_with(U"ed") && !word.ends_with(U"eed") && is_known(less_two)) {
    return plus_ed(look_up(less_two, use));
  }
  return std::nullopt;
}

Dictionary::Found Dictionary::stem_ing(View word, const Use& use) const {
  if (word.size() < 5 || !word.ends_with(U"ing")) return std::nullopt;
  const View stem = word.substr(0, word.size() - 3);
  if (word.size() > 5 && is_known(stem)) return plus_ing(look_up(stem, use));
  const std::u32string with_e = std::u32string(stem) + U'e';
  if (is_known(with_e)) return plus_ing(look_up(with_e, use));
  const View shorter = word.substr(0, word.size() - 4);
  if (word.size() > 5 && doubles_consonant(word) && is_known(shorter)) return plus_ing(look_up(shorter, use));
  return std::nullopt;
}

Dictionary::Found Dictionary::plus_s(Found stem) const {
  if (!stem || stem->empty()) return std::nullopt;
  const char32_t last = stem->back();
  if (has(U"ptkfθ", last)) {
    *stem += U's';
  } else {
    if (has(U"szʃʒʧʤ", last)) *stem += british_ ? U'ɪ' : U'ᵻ';
    *stem += U'z';
  }
  return stem;
}

Dictionary::Found Dictionary::plus_ed(Found stem) const {
  if (!stem || stem->empty()) return std::nullopt;
  const char32_t last = stem->back();
  if (has(U"pkfθʃsʧ", last)) {
    *stem += U't';
  } else if (last == U'd') {
    *stem += british_ ? U"ɪd" : U"ᵻd";
  } else if (last != U't') {
    *stem += U'd';
  } else if (british_ || stem->size() < 2) {
    *stem += U"ɪd";
  } else if (has(kFlapBefore, (*stem)[stem->size() - 2])) {
    stem->pop_back();
    *stem += U"ɾᵻd";
  } else {
    *stem += U"ᵻd";
  }
  return stem;
}

Dictionary::Found Dictionary::plus_ing(Found stem) const {
  if (!stem || stem->empty()) return std::nullopt;
  const char32_t last = stem->back();
  if (british_) {
    if (last == U'ə' || last == U'ː') return std::nullopt;
  } else if (stem->size() > 1 && last == U't' && has(kFlapBefore, (*stem)[stem->size() - 2])) {
    stem->pop_back();
    *stem += U'ɾ';
  }
  *stem += U"ɪŋ";
  return stem;
}

bool Dictionary::has_gold_exact(View word) const { return table_->gold(to_utf8(word)).has_value(); }

bool Dictionary::reads_small(View word) const {
  if (gold(word) || silver(word)) return true;
  const Use use;
  return stem_s(word, use) || stem_ed(word, use) || stem_ing(word, use);
}

/// "singin'": the word with its g, and n for ng.
Dictionary::Found Dictionary::dropped_g(View word, const Use& use) const {
  if (word.size() < 5 || !word.ends_with(U"in'")) return std::nullopt;
  const std::u32string whole = std::u32string(word.substr(0, word.size() - 1)) + U'g';
  Found said = is_known(whole) ? look_up(whole, use) : stem_ing(whole, use);
  if (said && said->ends_with(U'ŋ')) said->back() = U'n';
  return said;
}

/// "there're", "they'd've", "that'll": verbs that are shortened behind a known word.
Dictionary::Found Dictionary::contraction(View word, const Use& use) const {
  struct Ending {
    View written, after_vowel, after_consonant;
  };
  const Ending kEndings[] = {{U"'re", british_ ? U"ə" : U"əɹ", british_ ? U"ə" : U"əɹ"},
                             {U"'ve", british_ ? U"v" : U"v", U"əv"},
                             {U"'ll", U"l", british_ ? U"əl" : U"ᵊl"},
                             {U"'d", U"d", U"əd"}};
  for (const Ending& ending : kEndings) {
    if (!word.ends_with(ending.written)) continue;
    const View stem = word.substr(0, word.size() - ending.written.size());
    if (stem.empty()) return std::nullopt;
    Found said = is_known(stem) ? look_up(stem, use) : contraction(stem, use);
    if (!said || said->empty()) return std::nullopt;
    const char32_t last = said->back();
    const bool vowel = has(U"AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻː", last) || last == U'ɹ';
    const bool plain_d = ending.written == U"'d" && !has(U"td", last);
    *said += vowel || plain_d ? ending.after_vowel : ending.after_consonant;
    return said;
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english
