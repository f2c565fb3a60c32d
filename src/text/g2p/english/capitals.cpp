#include "text/g2p/english/capitals.hpp"

#include <algorithm>
#include <iterator>

#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/word_list.hpp"

namespace kokoro::text::english {
namespace {

template <std::size_t N>
bool is_one_of(std::u32string_view word, const std::u32string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// Words that are acronyms too, of which small letters would lose the sense.
constexpr std::u32string_view kEither[] = {U"US", U"IT", U"WHO", U"AIDS", U"LED", U"PIN", U"ER",
                                           U"OR", U"AM", U"ID",  U"OK",   U"TV",  U"PA"};

bool is_capitals(std::u32string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char32_t c) {
    return is_upper_letter(c) || c == U'\'' || c == U'’';
  }) && is_upper_letter(text.front());
}

bool has_vowel(std::u32string_view text) {
  return text.find_first_of(U"AEIOUYaeiouyÁÉÍÓÚÄÖÜ") != std::u32string_view::npos;
}

/// May be said as a word: vowels, and never more than four consonants on end.
bool is_pronounceable(std::u32string_view text) {
  std::size_t consonants = 0;
  for (const char32_t c : text) {
    consonants = has_vowel({&c, 1}) ? 0 : consonants + 1;
    if (consonants > 4) return false;
  }
  return has_vowel(text);
}

class Reader {
 public:
  Reader(std::span<Piece> tokens, const Dictionary& dictionary) : tokens_(tokens), dictionary_(dictionary) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size();) {
      if (!is_capitals(tokens_[i].text)) {
        ++i;
        continue;
      }
      const std::size_t end = run_end(i);
      if (is_shouted(i, end)) {
        for (std::size_t k = i; k < end; ++k) lower_word(k, i);
      } else {
        for (std::size_t k = i; k < end; ++k) emphasised(k);
      }
      i = end;
    }
  }

 private:
  /// End of the words in capitals from `i`, marks between them included, not beyond a sentence.
  std::size_t run_end(std::size_t i) const {
    std::size_t end = i + 1;
    for (std::size_t k = end; k < tokens_.size(); ++k) {
      if (is_capitals(tokens_[k].text)) {
        end = k + 1;
      } else if (is_alpha(tokens_[k].text.front()) || tokens_[k].text == U".") {
        break;
      }
    }
    return end;
  }

  bool is_small_word(std::u32string_view capitals) const { return dictionary_.has_gold(lower(capitals)); }
  bool is_acronym(std::u32string_view capitals) const {
    return dictionary_.has_gold_exact(capitals) && !dictionary_.has_gold_exact(lower(capitals));
  }
  static bool is_function_word(std::u32string_view capitals) {
    constexpr std::u32string_view kWords[] = {
        U"AN",   U"THE", U"AND",  U"OF",   U"IN",  U"ON",   U"TO",  U"FOR", U"IS",   U"ARE", U"WAS", U"NOT",
        U"DO",   U"BE",  U"BY",   U"YOU",  U"WE",  U"HE",   U"SHE", U"MY",  U"YOUR", U"HIS", U"HER", U"NO",
        U"WITH", U"AT",  U"THIS", U"THAT", U"ALL", U"WHAT", U"WHY", U"HOW", U"STOP", U"HELP"};
    return is_one_of(capitals, kWords);
  }

  /// Several words in capitals, one of which is a common word; or nothing but one word of a sentence.
  bool is_shouted(std::size_t begin, std::size_t end) const {
    std::size_t words = 0;
    std::size_t common = 0;
    std::size_t acronyms = 0;
    for (std::size_t k = begin; k < end; ++k) {
      const std::u32string_view text = tokens_[k].text;
      if (!is_capitals(text) || text.size() < 2) continue;
      ++words;
      if (is_acronym(text)) {
        ++acronyms;
      } else if (is_function_word(text) ||
                 (text.size() >= 4 &&
                  (is_small_word(text) || !WordList::builtin().find(capitalized(text), false).empty()))) {
        ++common;
      }
    }
    return words >= 2 && common > 0 && common >= acronyms;
  }

  /// "US ARMY", "THE IT TEAM" keep their acronym; "TELL US", "STOP IT" do not.
  bool keeps_acronym(std::size_t i, std::size_t begin) const {
    const std::u32string_view text = tokens_[i].text;
    const std::u32string before = i > 0 ? upper(tokens_[i - 1].text) : std::u32string();
    const std::u32string after = i + 1 < tokens_.size() ? upper(tokens_[i + 1].text) : std::u32string();
    if (text == U"US") {
      constexpr std::u32string_view kOfCountry[] = {
          U"ARMY",   U"NAVY",    U"GOVERNMENT", U"PRESIDENT", U"SENATE",   U"CONGRESS", U"DOLLAR",
          U"TROOPS", U"MARINES", U"TREASURY",   U"ECONOMY",   U"CITIZENS", U"CITIZEN",  U"MILITARY",
          U"OPEN",   U"TEAM",    U"BORDER",     U"ELECTION",  U"SUPREME",  U"FEDERAL",  U"TAX"};
      return before == U"THE" || before == U"IN" || is_one_of(after, kOfCountry) || (i == begin && before != U"LET");
    }
    if (text == U"IT")
      return before == U"THE" || before == U"AN" || after == U"DEPARTMENT" || after == U"SUPPORT" || after == U"TEAM";
    if (text == U"WHO") return before == U"THE";
    return text == U"TV" || text == U"OK" || text == U"ID" || text == U"PA" || text == U"ER";
  }

  void lower_word(std::size_t i, std::size_t begin) {
    std::u32string& text = tokens_[i].text;
    if (!is_capitals(text) || text == U"I" || is_acronym(text)) return;
    if (is_one_of(text, kEither) && keeps_acronym(i, begin)) return;
    if (text.size() == 1 && text != U"A") return;
    const std::u32string capital = capitalized(text);
    const std::u32string small = lower(text);
    if (dictionary_.has_gold_exact(small) || (text.size() > 3 && dictionary_.reads_small(small))) {
      text = small;
    } else if (dictionary_.has_gold_exact(capital) || !WordList::builtin().find(capital, false).empty() ||
               (text.size() >= 4 && is_pronounceable(text) && WordList::builtin().find(text, false).empty())) {
      text = capital;
    }
  }

  /// "It was AMAZING", "ACKNOWLEDGEMENTS": one long word that is no acronym.
  void emphasised(std::size_t i) {
    std::u32string& text = tokens_[i].text;
    constexpr std::size_t kLong = 6;
    if (text.size() < kLong || !is_capitals(text) || is_acronym(text) || !is_pronounceable(text)) return;
    if (!WordList::builtin().find(text, false).empty()) return;
    const std::u32string small = lower(text);
    text = dictionary_.reads_small(small) ? small : capitalized(text);
  }

  std::span<Piece> tokens_;
  const Dictionary& dictionary_;
};

}  // namespace

void lower_shouting(std::span<Piece> tokens, const Dictionary& dictionary) { Reader(tokens, dictionary).run(); }

void mark_acronyms(std::span<Piece> tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Piece& token = tokens[i];
    if (token.text.size() < 2 || token.text.size() > 4 || !is_one_of(token.text, kEither)) continue;
    if (token.text == U"IT" || token.text == U"LED" || token.text == U"US") token.tag = "NN";
    if (token.text == U"WHO" && i > 0 && lower(tokens[i - 1].text) == U"the") token.tag = "NN";
  }
}

}  // namespace kokoro::text::english
