#pragma once

#include <kokoro/speech.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::audio {

enum class CaptionFormat { srt, vtt, json };

/// Reads srt, vtt or json, with or without the dot of a file extension, in any case of letters.
/// Errors: invalid_input.
Result<CaptionFormat> parse_caption_format(std::string_view name);

/// One caption: words that are shown together.
struct Cue {
  std::string text;
  double start_s = 0;
  double end_s = 0;
};

/// Groups words into cues of at most 42 characters and 7 seconds; a sentence's end closes a cue, a single longer word
/// stands alone. Words that touch in the source text (Japanese, Chinese) are joined without a space.
std::vector<Cue> group_words(std::span<const WordTime> words);

/// The words with the punctuation that is written against them in `source`, the text their byte positions refer to.
std::vector<WordTime> with_marks(std::span<const WordTime> words, std::string_view source);

/// A complete SubRip or WebVTT document, or JSON: {"words":[{"word","start","end"}…]}, seconds with milliseconds.
/// Documents show the words with their marks, JSON the words alone. Words are valid UTF-8.
std::string write_captions(CaptionFormat format, std::span<const WordTime> words, std::string_view source);

}  // namespace kokoro::audio
