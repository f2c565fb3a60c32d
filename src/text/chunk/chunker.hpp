#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::text {

inline constexpr std::size_t kMaxChunkPhonemes = 510;     ///< the model's positions, less its two edge tokens
inline constexpr std::size_t kFirstChunkPhonemes = 90;    ///< aim for the first chunk: it decides when sound begins
inline constexpr std::size_t kTargetChunkPhonemes = 180;  ///< aim for later ones: Kokoro is at its best up to 200

/// What follows a chunk in the source: how long the pause after it should be.
enum class Boundary { none, comma, clause, sentence, paragraph };

/// Tokens that are synthesised together.
struct TextChunk {
  std::vector<PhonemeToken> tokens;
  std::string phonemes;  ///< tokens joined, stripped; never empty, at most 510 code points
  Boundary boundary = Boundary::none;
};

/// Groups tokens into chunks as they come. A chunk ends at a sentence end where possible, else at weaker punctuation,
/// else between words. A quotation that fits into a chunk is not cut. A token is cut only if it alone exceeds the
/// limit: its first part keeps the text, the other parts are no words. Every token is in exactly one chunk. A paragraph
/// without phonemes gives no chunk. The chunks do not depend on how the paragraph was passed to add(). Linear.
class Chunker {
 public:
  /// Tokens of the paragraph that is open; a phoneme space divides them from those that are there.
  void add(std::vector<PhonemeToken> tokens);
  void end_paragraph() { close(true); }
  /// The end of the text: the last chunk is followed by what its own marks ask for. A new text may begin then.
  void finish() { close(false); }

  /// A chunk that no later token can change; none until more tokens have come.
  std::optional<TextChunk> next();

 private:
  std::size_t span(std::size_t begin, std::size_t last) const;
  bool quote_ends_soon(std::size_t last) const;
  std::size_t best_end(std::size_t begin) const;
  void push(PhonemeToken token);
  void cut(std::size_t enough);
  void emit(std::size_t begin, std::size_t last);
  void close(bool paragraph_follows);

  std::vector<PhonemeToken> tokens_;
  std::vector<std::size_t> ends_{0};  ///< phonemes and spaces before each token, and of all
  std::vector<bool> in_quote_;        ///< after each token
  char32_t quote_ = 0;                ///< the mark that opened the quotation at the end, 0: there is none
  std::deque<TextChunk> ready_;
  std::size_t aim_ = kFirstChunkPhonemes;
  bool first_ = true;  ///< no chunk was made yet
};

/// The chunks of a whole text.
std::vector<TextChunk> make_chunks(std::vector<std::vector<PhonemeToken>> paragraphs);

}  // namespace kokoro::text
