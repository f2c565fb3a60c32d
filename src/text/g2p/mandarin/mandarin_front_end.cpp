#include "text/g2p/mandarin/mandarin_front_end.hpp"

#include <span>
#include <string>

#include "base/log.hpp"
#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"
#include "text/g2p/cjk/marked_text.hpp"
#include "text/g2p/mandarin/polyphones.hpp"
#include "text/g2p/mandarin/segmenter.hpp"
#include "text/g2p/mandarin/spoken_mandarin.hpp"
#include "text/phonemes/token_list.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxRun = 4096;  ///< characters that are segmented together

/// Digits of which one is 幺 are a telephone number: one word, in which nothing pauses.
std::vector<std::size_t> with_telephones_joined(std::vector<std::size_t> lengths, std::u32string_view run) {
  if (run.find(U'幺') == std::u32string_view::npos) return lengths;
  const auto digits = [&](std::size_t begin, std::size_t length) {
    return run.substr(begin, length).find_first_not_of(U"零幺一二三四五六七八九") == std::u32string_view::npos;
  };
  std::vector<std::size_t> out;
  bool joins = false;
  std::size_t begin = 0;
  for (const std::size_t length : lengths) {
    const bool number = digits(begin, length);
    if (number && joins) {
      out.back() += length;
    } else {
      out.push_back(length);
    }
    joins = number;
    begin += length;
  }
  return out;
}

/// Reads a spoken text into a token list.
class Reader {
 public:
  Reader(const MandarinDictionary& dictionary, std::string_view source, const SpokenText& spoken,
         std::span<const ForcedWord> forced, ModelVersion version)
      : dictionary_(dictionary), text_(spoken.text), forced_(forced), tokens_(source, spoken, version) {}

  Result<std::vector<Paragraph>> run(const CancelToken& cancel) {
    for (std::size_t i = 0; i < text_.size();) {
      if (cancel.cancelled()) return fail(ErrorCode::cancelled, "The text was given up while it was being read.");
      i = read(i);
    }
    if (unread_ > 0) log::warning("{} characters have no Mandarin reading and were left out", unread_);
    return tokens_.finish();
  }

 private:
  /// What begins at `i`; gives its end.
  std::size_t read(std::size_t i) {
    if (!forced_.empty() && text_.byte(i) == forced_.front().begin) return given(i);
    const std::size_t stop = forced_.empty() ? text_.byte(text_.size()) : forced_.front().begin;
    const char32_t c = text_[i];
    if (script_of(c) == Script::han) {
      std::size_t end = i;
      while (text_.byte(end) < stop && end - i < kMaxRun && script_of(text_[end]) == Script::han) ++end;
      words(i, end);
      return end;
    }
    if (is_newline(c)) {
      tokens_.end_paragraph();
    } else if (is_space(c) || c == U'·' || c == U'・') {
      tokens_.space();
    } else if (const char32_t mark = canonical_mark(c); mark != 0) {
      std::size_t end = i + 1;
      while (end < text_.size() && text_[end] == c) ++end;
      // East Asian marks hold their own space.
      const bool wide = c >= 0x3000;
      if (wide && opens(mark)) tokens_.space();
      tokens_.mark(text_.byte(i), text_.byte(end), mark, end - i);
      if (wide && !opens(mark)) tokens_.space();
      return end;
    }
    return i + 1;
  }

  /// A word whose phonemes the text gives.
  std::size_t given(std::size_t i) {
    const ForcedWord& word = forced_.front();
    tokens_.space();
    tokens_.word(word.begin, word.end, word.phonemes);
    tokens_.space();
    while (text_.byte(i) < word.end) ++i;
    forced_ = forced_.subspan(1);
    return i;
  }

  void words(std::size_t begin, std::size_t end) {
    const std::u32string_view run = text_.chars(begin, end);
    WordPlace word;
    for (const std::size_t length : with_telephones_joined(segment_mandarin(dictionary_, run), run)) {
      word = {word.begin + word.length, length, word.length};
      const std::size_t first = begin + word.begin;
      for (const char32_t c : text_.chars(first, first + length)) unread_ += dictionary_.reading(c) ? 0 : 1;
      tokens_.word(text_.byte(first), text_.byte(first + length), phonemes(run, word));
      if (first + length < end) tokens_.space();
    }
  }

  /// Phonemes of a word, where its context asks for it by another reading than the dictionary's.
  std::string phonemes(std::u32string_view run, const WordPlace& word) const {
    std::string out;
    std::size_t plain = word.begin;
    const std::size_t end = word.begin + word.length;
    for (std::size_t i = word.begin; i < end; ++i) {
      const PolyphoneReading reading = polyphone_reading(dictionary_, run, word, i);
      if (reading.homophone == 0 && reading.phonemes.empty()) continue;
      out += read_mandarin_word(dictionary_, run.substr(plain, i - plain));
      out += reading.homophone != 0 ? read_mandarin_word(dictionary_, {&reading.homophone, 1})
                                    : std::string(reading.phonemes);
      plain = i + 1;
    }
    return out + read_mandarin_word(dictionary_, run.substr(plain, end - plain));
  }

  const MandarinDictionary& dictionary_;
  Source text_;
  std::span<const ForcedWord> forced_;  ///< those that are still to come
  TokenList tokens_;
  std::size_t unread_ = 0;
};

}  // namespace

std::string read_mandarin_word(const MandarinDictionary& dictionary, std::u32string_view word) {
  std::string out;
  for (std::size_t begin = 0; begin < word.size();) {
    std::span<const std::uint16_t> longest;
    auto node = std::optional(MandarinDictionary::kRoot);
    for (std::size_t end = begin; end < word.size(); ++end) {
      node = dictionary.child(*node, word[end]);
      if (!node) break;
      const auto syllables = dictionary.phrase(*node);
      if (syllables.size() == end + 1 - begin) longest = syllables;
    }
    for (const std::uint16_t syllable : longest) out += dictionary.syllable(syllable);
    if (longest.empty()) {
      if (const auto syllable = dictionary.reading(word[begin])) out += dictionary.syllable(*syllable);
    }
    begin += std::max<std::size_t>(longest.size(), 1);
  }
  return out;
}

Result<std::vector<Paragraph>> MandarinFrontEnd::read(std::string_view text, const ReadingOptions& options,
                                                      const CancelToken& cancel) const {
  std::vector<ForcedWord> forced;
  const SpokenText spoken = marked_text(text, options, "zh", forced, spoken_mandarin);
  return Reader(dictionary_, text, spoken, forced, version_).run(cancel);
}

}  // namespace kokoro::text
