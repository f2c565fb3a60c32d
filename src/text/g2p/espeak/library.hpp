#pragma once

#include <kokoro/error.hpp>
#include <mutex>
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

/// The owner of the espeak-ng library, whose state is global to the process: one voice, one set of buffers.
/// Thread-safe: a mutex is held for one call, about 0.1 ms for a sentence. The voice is changed only when another one
/// is asked for: espeak-ng 1.51 loses 1.3 kB each time.
class EspeakLibrary {
 public:
  /// The owner, initialised by the first call. Never exits the process when espeak-ng's data is missing.
  /// Errors: unavailable, naming the package; a later call tries again.
  static Result<EspeakLibrary*> instance();

  /// All voices that are installed, in espeak-ng's order.
  const std::vector<EspeakVoice>& voices() const { return voices_; }

  /// IPA with U+0361 ties and "(xx)" language switches, words separated by spaces, exactly as espeak-ng gives it.
  /// `text` must have passed the sanitiser (sanitiser.hpp): the library crashes on some valid UTF-8.
  /// Errors: unavailable (no such voice).
  Result<std::string> phonemes(std::string_view voice, const std::string& text);

 private:
  EspeakLibrary() = default;
  void list_voices();

  std::mutex mutex_;
  std::string current_voice_;
  std::vector<EspeakVoice> voices_;
};

/// The error for what espeak_Initialize() returned; `sample_rate_hz` is negative or zero.
Error missing_espeak_data(int sample_rate_hz);

}  // namespace kokoro::text
