#pragma once

#include <algorithm>
#include <array>

#include "base/audio_format.hpp"
#include "server/schema/field.hpp"
#include "server/speech/model_ids.hpp"
#include "server/speech/reading_fields.hpp"

namespace kokoro::server {

// Fields that the routes about speech share.

inline constexpr auto kModelNames = [] {
  std::array<std::string_view, kModelIds.size()> out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kModelIds[i].id;
  return out;
}();
inline constexpr std::array<std::string_view, 2> kVersionNames{"v1.0", "v0.19"};

/// The content types of audio, and one more that a route may answer with.
constexpr auto audio_types_and(std::string_view other) {
  std::array<std::string_view, audio::kContentTypes.size() + 1> out{};
  std::ranges::copy(audio::kContentTypes, out.begin());
  out.back() = other;
  return out;
}

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

inline constexpr std::size_t kLongestVoice = 1000;

inline constexpr Field kVoiceField{
    .name = "voice",
    .kind = Kind::string | Kind::object,
    .text =
        "A name, one of OpenAI's names (alloy, ash, ballad, coral, echo, fable, onyx, nova, sage, shimmer, verse, "
        "marin, cedar), a mix such as af_bella(2)+af_sky-am_adam(.5), or an object with one of these as id. Absent: "
        "the server's default.",
    .example_json = R"("af_heart")",
    .min_length = 1,
    .max_length = kLongestVoice,
    .object = &kVoiceObject};

inline constexpr Field kFormatField{
    .name = "response_format",
    .text =
        "How the audio is coded: MP3, Opus in Ogg, AAC in ADTS, FLAC, WAV, or 16-bit little-endian samples at "
        "24 kHz without a header. Absent: the server's setting, MP3 unless it says another one.",
    .choices = audio::kFormatNames};

inline constexpr Field kSpeedField{.name = "speed",
                                   .kind = Kind::number,
                                   .text = "How fast: 2 takes half the time. Absent: the server's setting, usually 1.",
                                   .low = 0.25,
                                   .high = 4};

inline constexpr Field kLanguageField{
    .name = "lang_code",
    .text = "The language of the text: a, b, e, f, h, i, j, p, z, or a tag such as en-us. Absent: that of the voice.",
    .example_json = R"("en-us")",
    .max_length = 35};

inline constexpr Field kVolumeField{.name = "volume_multiplier",
                                    .kind = Kind::number,
                                    .text =
                                        "Multiplies the samples, which saturate at full scale. Absent: the "
                                        "server's setting, usually 1.",
                                    .low = 0,
                                    .high = 10};

inline constexpr Field kStreamField{.name = "stream",
                                    .kind = Kind::boolean,
                                    .text =
                                        "As it is made, or with false all of it at once, with its length and true "
                                        "headers. Server-sent events are always a stream.",
                                    .default_json = "true"};

inline constexpr Field kVoiceTagsField{.name = "allow_voice_tags",
                                       .kind = Kind::boolean,
                                       .text = "Whether [voice:x] inside the text changes the voice.",
                                       .default_json = "false"};

inline constexpr Field kSsmlField{
    .name = "ssml", .kind = Kind::boolean, .text = "The input is SSML.", .default_json = "false"};

inline constexpr Field kLinkField{
    .name = "return_download_link",
    .kind = Kind::boolean,
    .text =
        "Keep a copy of the audio for a while; the header X-Download-Path says where under /v1 it is when the "
        "speech is complete.",
    .default_json = "false"};
inline constexpr Field kDownloadFormatField{.name = "download_format",
                                            .text = "How the copy is coded; absent: as response_format.",
                                            .choices = audio::kFormatNames};
inline constexpr Field kTimingField{
    .name = "return_timing",
    .kind = Kind::boolean,
    .text = "With return_download_link: keep a JSON file of what is said when too; X-Timing-Path says where.",
    .default_json = "false"};

inline constexpr Field kEdgeField{
    .name = "edge_silence_ms",
    .kind = Kind::integer,
    .text = "Silence before the first and behind the last sound, in milliseconds. Absent: the server's setting.",
    .low = 0,
    .high = 10'000};
inline constexpr Field kGapField{
    .name = "sentence_gap_ms",
    .kind = Kind::integer,
    .text = "Silence at each end of a sentence, from sound to sound, in milliseconds. Absent: the server's setting.",
    .low = 0,
    .high = 10'000};
inline constexpr Field kParagraphGapField{
    .name = "paragraph_gap_ms",
    .kind = Kind::integer,
    .text = "Silence between paragraphs, from sound to sound, in milliseconds. Absent: the server's setting.",
    .low = 0,
    .high = 10'000};
inline constexpr Field kLoudnessField{.name = "loudness_lufs",
                                      .kind = Kind::number,
                                      .text =
                                          "Loudness that the speech is brought to (EBU R128), such as -16; 0: as "
                                          "the model speaks. Absent: the server's setting.",
                                      .low = -60,
                                      .high = 0};

inline constexpr std::array kVoiceAliasFields{
    Field{.name = "voice", .text = "A name or a mix.", .required = true, .min_length = 1, .max_length = 1000},
    Field{.name = "rate",
          .kind = Kind::number,
          .text = "Multiplies the speed of what this alias speaks.",
          .default_json = "1.0",
          .low = 0.25,
          .high = 4}};
inline constexpr Table kVoiceAliasTable{"VoiceAlias", "", kVoiceAliasFields};
inline constexpr Field kVoiceAlias{.kind = Kind::string | Kind::object,
                                   .required = true,
                                   .min_length = 1,
                                   .max_length = 1000,
                                   .object = &kVoiceAliasTable};

inline constexpr Field kVoiceAliasesField{
    .name = "voice_aliases",
    .kind = Kind::object,
    .text = "Short names of voices for this request, usable as the voice and in [voice:name], in any case of letters.",
    .example_json = R"({"narrator": "af_bella(2)+af_sky", "guest": {"voice": "am_adam", "rate": 0.9}})",
    .max_length = 100,
    .values = &kVoiceAlias};

inline constexpr Field kSeedField{.name = "seed",
                                  .kind = Kind::integer,
                                  .text = "The same seed and request give the same bytes.",
                                  .default_json = "0",
                                  .low = 0,
                                  .high = 0x1p64};

/// Those that every route has that speaks a text.
inline constexpr std::array kTextSpeechFields{
    kModelField,    kVersionField,  kVoiceField,          kFormatField,       kSpeedField,
    kStreamField,   kLanguageField, kVolumeField,         kVoiceAliasesField, kNormalizationField,
    kLexiconField,  kSeedField,     kEdgeField,           kGapField,          kParagraphGapField,
    kLoudnessField, kLinkField,     kDownloadFormatField, kTimingField,
};

/// Own fields of a table and those that it shares.
template <std::size_t A, std::size_t B>
constexpr std::array<Field, A + B> join(const std::array<Field, A>& own, const std::array<Field, B>& shared) {
  std::array<Field, A + B> out;
  std::copy(own.begin(), own.end(), out.begin());
  std::copy(shared.begin(), shared.end(), out.begin() + A);
  return out;
}

}  // namespace kokoro::server
