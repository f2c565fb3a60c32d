#include "text/g2p/japanese/japanese_words.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"
#include "text/g2p/japanese/given_reading.hpp"
#include "text/g2p/japanese/kana.hpp"

namespace kokoro::text {
namespace {

using Kind = JapaneseWord::Kind;

bool is_kana(char32_t c) { return script_of(c) == Script::kana || c == U'ー'; }

/// Kana of a dictionary's reading, without its marks of devoicing and accent phrases.
std::u32string clean_reading(std::string_view reading) {
  std::u32string out = to_hiragana(to_code_points(reading));
  std::erase_if(out, [](char32_t c) { return !is_kana(c); });
  return out;
}

class Collector {
 public:
  Collector(const MecabDictionary& dictionary, std::string_view text) : dictionary_(dictionary), text_(text) {}

  std::vector<JapaneseWord> run() {
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t mark = std::min(text_.find(kGivenBeginUtf8, begin), text_.size());
      parsed(begin, mark);
      const std::size_t kana = mark + kGivenBeginUtf8.size();
      const std::size_t last = text_.find(kGivenEndUtf8, mark);
      if (last == std::string_view::npos) break;
      const std::size_t end = last + kGivenEndUtf8.size();
      words_.push_back({Kind::kana, mark, end, to_hiragana(to_code_points(text_.substr(kana, last - kana))), true});
      begin = end;
    }
    return std::move(words_);
  }

 private:
  /// MeCab's words of the text without given readings at [begin, end).
  void parsed(std::size_t begin, std::size_t end) {
    if (begin == end) return;
    for (const Morpheme& morpheme : dictionary_.parse(text_.substr(begin, end - begin))) {
      const std::size_t first = begin + morpheme.begin;
      const std::u32string surface = to_code_points(text_.substr(first, morpheme.end - morpheme.begin));
      std::u32string reading = clean_reading(morpheme.reading);
      if (!reading.empty()) {
        words_.push_back({Kind::kana, first, begin + morpheme.end, std::move(reading)});
      } else if (std::all_of(surface.begin(), surface.end(), is_kana)) {
        words_.push_back({Kind::kana, first, begin + morpheme.end, to_hiragana(surface)});
      } else {
        each(surface, first);
      }
    }
  }

  /// One word for each run of kana, kanji, or other character.
  void each(std::u32string_view surface, std::size_t begin) {
    for (const char32_t c : surface) {
      std::string utf8;
      append_utf8(utf8, c);
      const std::size_t end = begin + utf8.size();
      if (script_of(c) == Script::han) {
        // 々 repeats the character before it.
        std::u32string reading = character_reading(c == U'々' ? before_ : c);
        words_.push_back({reading.empty() ? Kind::unread : Kind::kana, begin, end, std::move(reading)});
        if (c != U'々') before_ = c;
      } else if (is_kana(c)) {
        words_.push_back({Kind::kana, begin, end, to_hiragana({&c, 1})});
      } else {
        words_.push_back({Kind::symbol, begin, end, {}});
      }
      begin = end;
    }
  }

  std::u32string character_reading(char32_t c) const {
    if (c == 0) return {};
    std::string utf8;
    append_utf8(utf8, c);
    const auto alone = dictionary_.parse(utf8);
    return alone.size() == 1 ? clean_reading(alone[0].reading) : std::u32string();
  }

  const MecabDictionary& dictionary_;
  std::string_view text_;
  char32_t before_ = 0;
  std::vector<JapaneseWord> words_;
};

/// Joins runs of words that the list has as one, the longest first.
std::vector<JapaneseWord> joined(std::vector<JapaneseWord> words, const JapaneseWordList& list, std::string_view text) {
  std::vector<JapaneseWord> out;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t longest = i + 1;
    for (std::size_t j = i; j < words.size() && words[j].kind == Kind::kana && !words[j].given; ++j) {
      if (j > i && words[j].begin != words[j - 1].end) break;
      if (words[j].end - words[i].begin > list.longest_bytes()) break;
      if (list.contains(text.substr(words[i].begin, words[j].end - words[i].begin))) longest = j + 1;
    }
    JapaneseWord word = std::move(words[i]);
    for (std::size_t j = i + 1; j < longest; ++j) {
      word.reading += words[j].reading;
      word.end = words[j].end;
    }
    out.push_back(std::move(word));
    i = longest;
  }
  return out;
}

}  // namespace

std::vector<JapaneseWord> japanese_words(const MecabDictionary& dictionary, const JapaneseWordList& list,
                                         std::string_view text) {
  return joined(Collector(dictionary, text).run(), list, text);
}

}  // namespace kokoro::text
