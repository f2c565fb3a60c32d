#pragma once

#include <array>

#include "server/contract/field.hpp"
#include "server/openai/model_ids.hpp"

namespace kokoro::server {

// Fields that the routes about speech share.

inline constexpr auto kModelNames = [] {
  std::array<std::string_view, kModelIds.size()> out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kModelIds[i].id;
  return out;
}();
inline constexpr std::array<std::string_view, 2> kVersionNames{"v1.0", "v0.19"};
inline constexpr std::array<std::string_view, 6> kFormatNames{"mp3", "opus", "aac", "flac", "wav", "pcm"};

inline constexpr Field kModelField{.name = "model",
                                   .text = "Which model speaks; the ids without a version mean the server's default.",
                                   .default_json = R"("kokoro")",
                                   .choices = kModelNames,
                                   .unknown_choice = 400};

inline constexpr Field kVersionField{.name = "version",
                                     .text = "Which weights and voices; must agree with a model id that names one.",
                                     .choices = kVersionNames};

inline constexpr std::array kVoiceObjectFields{Field{.name = "id", .required = true, .min_length = 1}};
inline constexpr Table kVoiceObject{"Voice", "OpenAI's form of a voice.", kVoiceObjectFields};

inline constexpr Field kVoiceField{
    .name = "voice",
    .kind = Kind::string | Kind::object,
    .text =
        "A name, one of OpenAI's names (alloy, ash, ballad, coral, echo, fable, onyx, nova, sage, shimmer, verse, "
        "marin, cedar), a mix such as af_bella(2)+af_sky-am_adam(.5), or an object with one of these as id. Absent: "
        "the server's default.",
    .example_json = R"("af_heart")",
    .min_length = 1,
    .max_length = 1000,
    .object = &kVoiceObject};

inline constexpr Field kFormatField{
    .name = "response_format",
    .text =
        "How the audio is coded: MP3, Opus in Ogg, AAC in ADTS, FLAC, WAV, or 16-bit little-endian samples at "
        "24 kHz without a header.",
    .default_json = R"("mp3")",
    .choices = kFormatNames};

inline constexpr Field kSpeedField{.name = "speed",
                                   .kind = Kind::number,
                                   .text = "How fast: 2 takes half the time.",
                                   .default_json = "1.0",
                                   .low = 0.25,
                                   .high = 4};

inline constexpr Field kLanguageField{
    .name = "lang_code",
    .text = "The language of the text: a, b, e, f, h, i, j, p, z, or a tag such as en-us. Absent: that of the voice.",
    .example_json = R"("en-us")",
    .max_length = 35};

inline constexpr Field kVolumeField{.name = "volume_multiplier",
                                    .kind = Kind::number,
                                    .text = "Multiplies the samples, which saturate at full scale.",
                                    .default_json = "1.0",
                                    .low = 0,
                                    .high = 10};

inline constexpr Field kSeedField{.name = "seed",
                                  .kind = Kind::integer,
                                  .text = "The same seed and request give the same bytes.",
                                  .default_json = "0",
                                  .low = 0,
                                  .high = 0x1p64};

}  // namespace kokoro::server
