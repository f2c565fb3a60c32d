#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// A voice of espeak-ng, which stands for a language here.
struct EspeakVoice {
  std::string identifier;  ///< "roa/es"
  std::string tag;         ///< "es", lower case, unique
  std::string name;        ///< "Spanish (Spain)"
};

/// espeak-ng, whose state is global to its process: one voice, one set of buffers. It runs in this process
/// (InProcessEspeak) or in one of its own (EspeakWorker). Thread-safe: one call at a time, about 0.1 ms for a sentence.
class EspeakLibrary {
 public:
  virtual ~EspeakLibrary() = default;

  /// The one in use. Until use() was called, that of this process, initialised by the first call; it never exits the
  /// process when espeak-ng's data is missing.
  /// Errors: unavailable, naming the package; a later call tries again.
  static Result<EspeakLibrary*> instance();

  /// Makes `library` the one that instance() gives from now on. The one before it stays valid.
  static void use(std::unique_ptr<EspeakLibrary> library);

  /// All voices that are installed, in espeak-ng's order.
  virtual const std::vector<EspeakVoice>& voices() const = 0;

  /// IPA with U+0361 ties and "(xx)" language switches, words separated by spaces, exactly as espeak-ng gives it.
  /// `text` must have passed the sanitiser (sanitiser.hpp): the library crashes on some valid UTF-8.
  /// Errors: unavailable (no such voice).
  virtual Result<std::string> phonemes(std::string_view voice, const std::string& text) = 0;
};

}  // namespace kokoro::text
