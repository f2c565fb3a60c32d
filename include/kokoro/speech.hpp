#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <kokoro/error.hpp>
#include <kokoro/reading.hpp>
#include <kokoro/version.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kokoro {

/// What SpeechRequest::text is written in.
enum class TextFormat : std::uint8_t {
  markup,  ///< plain text, in which "[pause:1s]", "[rate:1.2]", "[voice:af_sky]" and "[mark:x]" are obeyed
  plain,   ///< text and nothing else
  ssml,    ///< SSML 1.1
};

/// Silence between sounds, in milliseconds; none is more than a minute. What is empty is as the model speaks: its own
/// inside of what is synthesised at once, and of its usual length where parts are joined.
struct Silence {
  std::optional<int> edge_ms = {};      ///< before the first and behind the last sound; empty: at most 50
  std::optional<int> sentence_ms = {};  ///< at each end of a sentence; empty: 450 at joins. Other marks at joins follow
  std::optional<int> paragraph_ms = {};  ///< between paragraphs; empty: twice what it is between sentences
};

/// Another name of a voice within one request, usable as the voice and in "[voice:name]".
struct VoiceAlias {
  std::string name;   ///< in any case of ASCII letters
  std::string voice;  ///< name or mix
  float rate = 1.0F;  ///< times the speed of what it speaks
};

/// What is to be said, and how.
struct SpeechRequest {
  std::string text;      ///< UTF-8
  std::string voice;     ///< name, mix such as "af_heart(2)+af_sky", or path of a voice file; empty: default
  std::string language;  ///< a, b, en-us, ja … ; empty: from the voice's name
  std::optional<ModelVersion> version;  ///< empty: v1.0
  float speed = 1.0F;                   ///< 0.25 to 4
  std::uint64_t seed = 0;               ///< same seed, text and voice: same samples
  bool text_is_phonemes = false;        ///< `text` already holds Kokoro phonemes
  TextFormat format = TextFormat::markup;
  std::vector<LexiconEntry> lexicon = {};  ///< wins over the lexicons of the data directory
  bool voice_tags = true;                  ///< "[voice:x]" is obeyed; false: it is left out
  std::vector<VoiceAlias> voice_aliases = {};
  NormalizationOptions normalization = {};  ///< what is put into words before the text is read
  Silence silence = {};
};

/// One word of the input and when it is spoken.
struct WordTime {
  std::string word;            ///< as written
  std::size_t begin_byte = 0;  ///< in SpeechRequest::text
  std::size_t end_byte = 0;
  double start_s = 0;  ///< from the start of the whole audio
  double end_s = 0;
};

/// A mark of the text and when it is reached.
struct MarkTime {
  std::string name;
  double time_s = 0;  ///< from the start of the whole audio: the start of the next word, or the end of the speech
};

/// A stretch of text that is synthesised at once: at most 510 phonemes.
struct PhonemeChunk {
  std::string text;            ///< the written words; empty where one long word goes on from the chunk before
  std::string phonemes;        ///< UTF-8, the model's alphabet
  std::size_t begin_byte = 0;  ///< in the request's text
  std::size_t end_byte = 0;
  std::vector<std::int32_t> ids = {};  ///< the model's token ids of `phonemes`, without the two edge zeros
};

/// One finished piece of speech. Spans are valid during the call of the sink only.
struct SpeechChunk {
  PhonemeChunk source;
  std::size_t index = 0;                ///< 0, 1, …
  std::span<const float> audio;         ///< mono, 24 kHz, nominally in [-1, 1], includes the pauses around the chunk
  std::vector<std::int32_t> durations;  ///< 25 ms frames per token, the two edge tokens included
  std::vector<WordTime> words;          ///< times from the start of the whole audio
  std::vector<MarkTime> marks = {};     ///< those that this chunk reaches
  double start_s = 0;                   ///< of this chunk in the whole audio
  std::string voice = {};               ///< name or mix that speaks it; of an alias what it stands for
};

/// Takes chunks in order; an error stops the synthesis and is returned from it.
using SpeechSink = std::function<Result<void>(const SpeechChunk&)>;

/// Totals of one request.
struct SpeechSummary {
  ModelVersion version = kDefaultVersion;
  std::size_t chunks = 0;
  std::size_t samples = 0;
  std::size_t input_tokens = 0;   ///< phoneme tokens
  std::size_t output_frames = 0;  ///< 25 ms duration frames
  double compute_s = 0;           ///< wall time inside the model
  double first_audio_s = 0;       ///< wall time from the call to the first chunk
};

struct VoiceInfo {
  std::string id;        ///< "af_heart"
  std::string name;      ///< "Heart"
  std::string language;  ///< "en-us"
  std::string gender;    ///< "female", "male" or "unknown"
  ModelVersion version = kDefaultVersion;
  bool embedded = false;  ///< the small demo voice built into the program
};

struct ModelInfo {
  ModelVersion version = kDefaultVersion;
  std::string path;  ///< of the weights; "(embedded)" for the demo model
  bool embedded = false;
  bool loaded = false;
  std::string device;          ///< "cpu (AVX2, 2 threads)" once loaded
  std::size_t parameters = 0;  ///< once loaded
};

}  // namespace kokoro
