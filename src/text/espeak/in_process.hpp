#pragma once

#include <mutex>

#include "text/espeak/library.hpp"

namespace kokoro::text {

/// espeak-ng inside this process, which dies with it when a text makes it crash. There may be one only. The voice is
/// changed only when another one is asked for: espeak-ng 1.51 loses 1.3 kB each time.
class InProcessEspeak final : public EspeakLibrary {
 public:
  /// Loads espeak-ng's data without opening any audio device. Errors: unavailable, naming the package.
  static Result<std::unique_ptr<InProcessEspeak>> create();

  const std::vector<EspeakVoice>& voices() const override { return voices_; }
  Result<std::string> phonemes(std::string_view voice, const std::string& text) override;

 private:
  InProcessEspeak() = default;
  void list_voices();

  std::mutex mutex_;
  std::string current_voice_;
  std::vector<EspeakVoice> voices_;
};

/// The error for the reason that espeak-ng gave for not starting.
Error missing_espeak_data(std::string_view reason);

}  // namespace kokoro::text
