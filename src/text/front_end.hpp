#pragma once

#include <filesystem>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/reading.hpp"
#include "text/segment/chunker.hpp"
#include "text/text_data.hpp"

namespace kokoro::text {

/// Tokens that nothing but the end of a chunk divides.
using Paragraph = std::vector<PhonemeToken>;

/// Text to phonemes in one language for one model version. Immutable: any thread may call it.
class FrontEnd {
 public:
  virtual ~FrontEnd() = default;

  /// The paragraphs of a text that say something; every speakable word is in exactly one token. A space stands only
  /// after tokens with phonemes, and none after the last. `text` is valid UTF-8: all of a text, or a block of it
  /// (segment/blocks.hpp).
  /// Errors: cancelled, unavailable (data of the language is missing), internal (espeak-ng failed).
  virtual Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                              const CancelToken& cancel) const = 0;

  /// Looks over all of a text before it is read in blocks: makes what it will need, so that it cannot be missing half
  /// way, and notes in `options` what the whole decides. Cheap. Errors: unavailable.
  virtual Result<void> prepare(std::string_view /*text*/, ReadingOptions& /*options*/) const { return {}; }

  /// All of a text in chunks. Errors: as read().
  Result<std::vector<TextChunk>> chunks(std::string_view text, const CancelToken& cancel = {}) const;
};

/// A language that can be asked for.
struct Language {
  std::string_view code;  ///< Kokoro's letter: a b e f h i j p z; espeak's code for others
  std::string_view tag;   ///< en-us, en-gb, es, fr-fr, hi, it, ja, pt-br, zh, …
  std::string_view name;  ///< "American English"
};

/// Kokoro's nine languages, then those that only espeak-ng speaks, sorted by tag.
const std::vector<Language>& languages();

/// Accepts a letter, a tag or a usual alias ("en", "jp", "pt", "es-ES", "zh-cn"), in any case; null if unknown.
const Language* find_language(std::string_view code);

/// Language of a voice name by its first letter ("af_heart" → en-us); null if it says none.
const Language* language_of_voice(std::string_view voice);

/// A front end that reads words of other languages inside its text with theirs (g2p/mixed). English for v1.0 is read
/// with the dictionary of its dialect, and through espeak-ng where there is none (has_lexicon()). Errors: not_found
/// (unknown language), unavailable (espeak-ng's data or a dictionary is missing; names the package), corrupt (a damaged
/// dictionary; names the file).
Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version,
                                                 const TextData& data = {});

/// The dictionary that reading this language for v1.0 wants; empty for languages that want none.
std::string_view lexicon_file_name(const Language& language);

/// False when the language wants a dictionary that is not in the folder.
bool has_lexicon(const Language& language, const std::filesystem::path& lexicons);

}  // namespace kokoro::text
