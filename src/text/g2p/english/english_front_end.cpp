#include "text/g2p/english/english_front_end.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/source.hpp"
#include "text/g2p/english/analysis.hpp"
#include "text/g2p/english/tokenizer_rules.hpp"
#include "text/g2p/english/user_words.hpp"
#include "text/g2p/english/word_list.hpp"
#include "text/phonemes/alphabet.hpp"
#include "text/phonemes/vocabulary.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text::english {
namespace {

/// Tokens that are read at once, up to the end of a sentence; between them a cancelled text is given up.
constexpr std::size_t kBlockTokens = 200;
constexpr std::u32string_view kMarks = U";:,.!?—…\"“”() ";

bool is_known_symbol(char32_t c) { return vocabulary(ModelVersion::v1_0).contains(c); }

/// Reads the paragraphs of one text.
class TextReader {
 public:
  /// `words`: the user's, of which those for a part of speech are looked up here; may be null.
  TextReader(std::string_view written, const SpokenText& spoken, const Dictionary& dictionary, const UserLexicon* words,
             std::string_view language, ForeignReader& foreign, const CancelToken& cancel)
      : written_(written),
        spoken_(spoken),
        source_(spoken.text),
        dictionary_(dictionary),
        words_(words != nullptr && words->has_parts_of_speech() ? words : nullptr),
        language_(language),
        foreign_(foreign),
        cancel_(cancel) {}

  Result<std::vector<Paragraph>> read() {
    for (std::size_t begin = 0; begin < source_.size();) {
      std::size_t end = begin;
      while (end < source_.size() && !is_newline(source_[end])) ++end;
      if (auto done = read_paragraph(begin, end); !done) return fail(std::move(done.error()));
      begin = end + 1;
    }
    return std::move(paragraphs_);
  }

 private:
  Result<void> read_paragraph(std::size_t begin, std::size_t end) {
    PlainText plain = read_markup(source_.chars(begin, end));
    std::vector<Piece> tokens = analysed_tokens(plain.text, dictionary_);
    if (tokens.empty()) return {};
    if (words_ != nullptr) {
      auto requests = with_user_words(std::move(plain.requests), tokens, *words_, language_, dictionary_, foreign_);
      if (!requests) return fail(std::move(requests.error()));
      plain.requests = std::move(*requests);
    }
    paragraphs_.emplace_back();
    auto request = plain.requests.begin();
    for (std::size_t first = 0; first < tokens.size();) {
      if (cancel_.cancelled()) return fail(ErrorCode::cancelled, "The text was given up while it was being read.");
      const std::size_t last = block_end(tokens, first);
      while (request != plain.requests.end() && request->end <= tokens[first].begin) ++request;
      std::vector<Piece> block(std::make_move_iterator(tokens.begin() + static_cast<std::ptrdiff_t>(first)),
                               std::make_move_iterator(tokens.begin() + static_cast<std::ptrdiff_t>(last)));
      auto words = read_tokens(std::move(block), std::span(request, plain.requests.end()), dictionary_, foreign_);
      if (!words) return fail(std::move(words.error()));
      add_words(*words, plain, begin);
      first = last;
    }
    settle_spaces(paragraphs_.back());
    return {};
  }

  static std::size_t block_end(const std::vector<Piece>& tokens, std::size_t first) {
    std::size_t last = std::min(first + kBlockTokens, tokens.size());
    while (last < tokens.size() && !(tokens[last - 1].tag == "." && tokens[last - 1].space_after)) ++last;
    return last;
  }

  void add_words(std::vector<Piece>& words, const PlainText& plain, std::size_t paragraph_begin) {
    constexpr std::size_t kNone = Phonemes::npos;
    std::size_t sign = kNone;  // where a currency sign that is said after its number begins
    for (Piece& word : words) {
      if (word.phonemes->empty() && word.tag == "$") {
        if (sign == kNone) sign = word.begin;
        continue;
      }
      PhonemeToken token = make_token(word, plain, paragraph_begin, sign == kNone ? word.begin : sign);
      sign = kNone;
      if (!token.phonemes.empty() || token.is_word) paragraphs_.back().push_back(std::move(token));
    }
  }

  PhonemeToken make_token(Piece& word, const PlainText& plain, std::size_t paragraph_begin, std::size_t begin) const {
    const std::size_t first = paragraph_begin + plain.origin[begin];
    const std::size_t last = paragraph_begin + plain.origin[word.end - 1] + 1;
    if (!std::all_of(word.phonemes->begin(), word.phonemes->end(), is_known_symbol)) {
      *word.phonemes = to_code_points(in_alphabet(to_utf8(*word.phonemes), ModelVersion::v1_0));
    }
    PhonemeToken token;
    std::tie(token.begin_byte, token.end_byte) = spoken_.source_span(source_.byte(first), source_.byte(last));
    set_text(token, written_, paragraphs_.back());
    const bool mark = word.phonemes->find_first_not_of(kMarks) == Phonemes::npos;
    token.is_word =
        mark ? word.phonemes->empty() && std::any_of(word.text.begin(), word.text.end(), is_speakable) : true;
    token.phonemes = to_utf8(*word.phonemes);
    token.space_after = word.space_after;
    return token;
  }

  std::string_view written_;
  const SpokenText& spoken_;
  Source source_;
  const Dictionary& dictionary_;
  const UserLexicon* words_;
  std::string_view language_;
  ForeignReader& foreign_;
  const CancelToken& cancel_;
  std::vector<Paragraph> paragraphs_;
};

}  // namespace

EnglishFrontEnd::EnglishFrontEnd(EspeakLibrary& library, std::shared_ptr<const PronunciationTable> table, bool british)
    : library_(library), dictionary_(std::move(table), british, false), british_(british) {
  // Made here, so that the first text does not wait for them.
  static_cast<void>(TokenizerRules::instance());
  static_cast<void>(Tagger::builtin());
  static_cast<void>(WordList::builtin());
}

Result<std::vector<Paragraph>> EnglishFrontEnd::read(std::string_view text, const ReadingOptions& options,
                                                     const CancelToken& cancel) const {
  const std::string_view language = british_ ? "en-gb" : "en-us";
  const SpokenText spoken = spoken_text(text, options, language, ModelVersion::v1_0);
  ForeignReader foreign(library_, british_);
  return TextReader(text, spoken, dictionary_, options.lexicon.get(), language, foreign, cancel).read();
}

}  // namespace kokoro::text::english
