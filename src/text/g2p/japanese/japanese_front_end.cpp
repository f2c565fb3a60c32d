#include "text/g2p/japanese/japanese_front_end.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "base/log.hpp"
#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/g2p/cjk/marked_text.hpp"
#include "text/g2p/japanese/japanese_words.hpp"
#include "text/g2p/japanese/kana.hpp"
#include "text/g2p/japanese/spoken_japanese.hpp"
#include "text/phonemes/token_list.hpp"

namespace kokoro::text {
namespace {

/// MeCab reads this much at once: its lattice takes about 1 kB for each character.
constexpr std::size_t kMaxPieceBytes = 6000;

/// Last byte of the piece that begins at `begin`: a whole paragraph, else up to a sentence's end, else up to a space or
/// a character.
std::size_t end_of_piece(std::string_view text, std::size_t begin) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  if (end - begin <= kMaxPieceBytes) return end;
  const std::string_view window = text.substr(begin, kMaxPieceBytes);
  for (const std::string_view mark : {"。", "！", "？", "、", " "}) {
    if (const std::size_t at = window.rfind(mark); at != window.npos && at > 0) return begin + at + mark.size();
  }
  std::size_t cut = begin + kMaxPieceBytes;
  while (cut > begin + 1 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return cut;
}

/// Cutlet's view of a mark: what it does to the spaces around it.
enum class Spacing { opens, closes, between };

Spacing spacing_of(char32_t c) {
  constexpr std::u32string_view kOpening = U"「『«([";
  constexpr std::u32string_view kClosing = U"」』»]).,?!:、。，？！：";
  if (kOpening.find(c) != std::u32string_view::npos) return Spacing::opens;
  return kClosing.find(c) != std::u32string_view::npos ? Spacing::closes : Spacing::between;
}

/// Brackets, of which Cutlet's phonemes keep nothing that the model knows.
bool is_silent_bracket(char32_t c) {
  return std::u32string_view(U"()[]{}《》〈〉【】〔〕").find(c) != std::u32string_view::npos;
}

/// ʔ is written without the spaces around it, except at punctuation and quotes.
void close_up_stops(std::vector<PhonemeToken>& tokens) {
  constexpr std::u32string_view kKeepAfter = U"!\",.:;?»—…”";
  constexpr std::u32string_view kKeepBefore = U"\"«“";
  PhonemeToken* last = nullptr;
  for (PhonemeToken& token : tokens) {
    if (token.phonemes.empty()) continue;
    if (last != nullptr) {
      const char32_t before = to_code_points(last->phonemes).back();
      const char32_t after = to_code_points(token.phonemes).front();
      const bool stop = (after == U'ʔ' && kKeepAfter.find(before) == std::u32string_view::npos) ||
                        (before == U'ʔ' && kKeepBefore.find(after) == std::u32string_view::npos);
      if (stop) {
        for (PhonemeToken* between = last; between != &token; ++between) between->space_after = false;
      }
    }
    last = &token;
  }
}

class Reader {
 public:
  Reader(const MecabDictionary& dictionary, const JapaneseWordList& list, std::string_view source,
         const SpokenText& spoken, std::span<const ForcedWord> forced, ModelVersion version)
      : dictionary_(dictionary), list_(list), text_(spoken.text), forced_(forced), tokens_(source, spoken, version) {}

  Result<std::vector<Paragraph>> run(const CancelToken& cancel) {
    for (std::size_t begin = 0; begin < text_.size();) {
      if (cancel.cancelled()) return fail(ErrorCode::cancelled, "The text was given up while it was being read.");
      if (!forced_.empty() && forced_.front().begin == begin) {
        tokens_.word(begin, forced_.front().end, forced_.front().phonemes);
        tokens_.space();
        begin = forced_.front().end;
        forced_ = forced_.subspan(1);
        continue;
      }
      std::size_t end = end_of_piece(text_, begin);
      if (!forced_.empty()) end = std::min(end, forced_.front().begin);
      piece(begin, end);
      begin = end;
      if (begin < text_.size() && text_[begin] == '\n') {
        end_paragraph();
        ++begin;
      }
    }
    end_paragraph();
    if (unread_ > 0) log::warning("{} characters have no Japanese reading and were left out", unread_);
    return tokens_.finish();
  }

 private:
  void end_paragraph() {
    close_up_stops(tokens_.paragraph());
    tokens_.end_paragraph();
  }

  void piece(std::size_t begin, std::size_t end) {
    for (const JapaneseWord& word : japanese_words(dictionary_, list_, text_.substr(begin, end - begin))) {
      const std::size_t from = begin + word.begin;
      const std::size_t to = begin + word.end;
      if (word.kind == JapaneseWord::Kind::symbol) {
        symbol(to_code_points(text_.substr(from, to - from)).front(), from, to);
        continue;
      }
      if (word.kind == JapaneseWord::Kind::unread) ++unread_;
      tokens_.word(from, to, kana_phonemes(word.reading));
      tokens_.space();
    }
  }

  void symbol(char32_t c, std::size_t begin, std::size_t end) {
    if (is_newline(c)) return end_paragraph();
    const bool tilde = c == U'〜';
    const char32_t mark = tilde ? U'—' : canonical_mark(c);
    if (mark == 0) return tokens_.space();
    const Spacing spacing = spacing_of(c);
    if (spacing == Spacing::opens) tokens_.space();
    if (spacing == Spacing::closes) tokens_.no_space();
    tokens_.mark(begin, end, mark, is_silent_bracket(c) ? 0 : 1);
    if (spacing != Spacing::opens) tokens_.space();
  }

  const MecabDictionary& dictionary_;
  const JapaneseWordList& list_;
  std::string_view text_;
  std::span<const ForcedWord> forced_;  ///< those that are still to come
  TokenList tokens_;
  std::size_t unread_ = 0;
};

}  // namespace

Result<std::vector<Paragraph>> JapaneseFrontEnd::read(std::string_view text, const ReadingOptions& options,
                                                      const CancelToken& cancel) const {
  std::vector<ForcedWord> forced;
  const SpokenText spoken = marked_text(text, options, "ja", forced, spoken_japanese);
  return Reader(*data_->dictionary, data_->words, text, spoken, forced, version_).run(cancel);
}

}  // namespace kokoro::text
