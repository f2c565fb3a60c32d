#include "text/g2p/english/dictionary.hpp"

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

}  // namespace kokoro::text::english
