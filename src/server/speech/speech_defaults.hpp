#pragma once

#include <cstddef>
#include <kokoro/speech.hpp>
#include <optional>
#include <string>

#include "base/audio_format.hpp"

namespace kokoro::server {

/// What a request that does not say it gets; version and voice are the engine's to choose.
struct SpeechDefaults {
  std::string language = {};  ///< empty: from the voice
  double speed = 1;           ///< 0.25 to 4
  audio::Format format = audio::Format::mp3;
  double volume = 1;  ///< 0 to 10
  Silence silence = {};
  std::optional<double> loudness_lufs = {};  ///< empty: as the model speaks
};

/// By what requests are read.
struct SpeechRules {
  std::size_t max_input_chars = 100'000;
  SpeechDefaults defaults = {};
  bool voice_tags = true;                      ///< false: a request that has allow_voice_tags is refused
  bool ssml = true;                            ///< false: SSML is refused
  std::size_t max_answer_bytes = 512U << 20U;  ///< of speech that is sent as a whole
};

}  // namespace kokoro::server
