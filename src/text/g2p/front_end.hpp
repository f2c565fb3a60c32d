#pragma once

#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <string_view>
#include <vector>

#include "text/chunk/chunker.hpp"
#include "text/g2p/reading_options.hpp"

namespace kokoro::text {

/// Tokens that nothing but the end of a chunk divides.
using Paragraph = std::vector<PhonemeToken>;

/// Text to phonemes in one language for one model version. Immutable: any thread may call it.
class FrontEnd {
 public:
  virtual ~FrontEnd() = default;

  /// Reads the paragraphs that hold something to say; every speakable word is in exactly one token. A space stands only
  /// after tokens with phonemes, and none after the last. `text` is valid UTF-8: all of a text, or a block of it
  /// (segment/blocks.hpp).
  /// Errors: cancelled, unavailable (data of the language is missing), internal (espeak-ng failed).
  virtual Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                              const CancelToken& cancel) const = 0;

  /// Looks over a whole text before it is read in blocks. Opens the data that the text will need, so that missing data
  /// is an error before speech starts, and notes in `options` what only the whole text can decide. Cheap.
  /// Errors: unavailable.
  virtual Result<void> prepare(std::string_view /*text*/, ReadingOptions& /*options*/) const { return {}; }

  /// All of a text in chunks. Errors: as read().
  Result<std::vector<TextChunk>> chunks(std::string_view text, const CancelToken& cancel = {}) const;
};

}  // namespace kokoro::text
