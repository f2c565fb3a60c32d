#pragma once

#include <kokoro/speech.hpp>
#include <optional>
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

/// `source` with its markup replaced, byte for byte, by kNotShown: tags of SSML, or "[pause:1s]" and what stands around
/// the word of "[word](/ipa/)". with_marks() leaves these bytes out.
std::string hide_markup(std::string_view source, TextFormat format);
inline constexpr char kNotShown = '\x01';

/// A complete SubRip or WebVTT document, or JSON: {"words":[{"word","start","end"}…]}, seconds with milliseconds.
/// Documents show the words with their marks, JSON the words alone. Words are valid UTF-8.
std::string write_captions(CaptionFormat format, std::span<const WordTime> words, std::string_view source);

/// The same while the speech is made: what append() and finish() return is, together, what write_captions() makes of
/// all words. Not thread-safe.
class CaptionWriter {
 public:
  CaptionWriter(CaptionFormat format, std::string source);

  /// The next words; returns the captions that cannot change any more.
  std::string append(std::span<const WordTime> words);
  /// After the last words, once.
  std::string finish();

 private:
  std::string show(const WordTime& word, const WordTime* after);
  std::string write(const Cue& cue);

  CaptionFormat format_;
  std::string source_;
  std::string start_;               ///< of the document, until it has been returned
  std::optional<WordTime> before_;  ///< the word before `held_`, which it may share a mark with
  std::optional<WordTime> held_;    ///< waits for the one after it
  std::optional<WordTime> shown_;   ///< the last word of `cue_`
  std::optional<Cue> cue_;
  std::size_t written_ = 0;  ///< cues, or words of JSON
};

}  // namespace kokoro::audio
