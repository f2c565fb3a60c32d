#include "audio/captions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/utf8.hpp"

namespace kokoro::audio {
namespace {

constexpr std::size_t kMaxCueCharacters = 42;
constexpr double kMaxCueSeconds = 7.0;

bool touch(const WordTime& left, const WordTime& right) {
  return left.end_byte > left.begin_byte && left.end_byte == right.begin_byte;
}

bool ends_sentence(std::string_view word) {
  for (const std::string_view mark : {".", "!", "?", "…", "。", "！", "？"}) {
    if (word.ends_with(mark)) return true;
  }
  return false;
}

/// A line break inside a cue would end it.
std::string on_one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return out;
}

std::string clock_time(double seconds, char separator) {
  const auto ms = std::llround(std::max(0.0, seconds) * 1000);
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, separator,
                     ms % 1000);
}

std::string escape_vtt(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string quote_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string write_srt(std::span<const WordTime> words) {
  std::string out;
  std::size_t number = 1;
  for (const auto& cue : group_words(words)) {
    out += fmt::format("{}\n{} --> {}\n{}\n\n", number++, clock_time(cue.start_s, ','), clock_time(cue.end_s, ','),
                       cue.text);
  }
  return out;
}

std::string write_vtt(std::span<const WordTime> words) {
  std::string out = "WEBVTT\n\n";
  for (const auto& cue : group_words(words)) {
    out += fmt::format("{} --> {}\n{}\n\n", clock_time(cue.start_s, '.'), clock_time(cue.end_s, '.'),
                       escape_vtt(cue.text));
  }
  return out;
}

std::string write_json(std::span<const WordTime> words) {
  std::string out = "{\"words\":[";
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += fmt::format("{}{{\"word\":{},\"start\":{:.3f},\"end\":{:.3f}}}", i == 0 ? "" : ",",
                       quote_json(words[i].word), words[i].start_s, words[i].end_s);
  }
  return out + "]}\n";
}

}  // namespace

Result<CaptionFormat> parse_caption_format(std::string_view name) {
  std::string wanted(name.starts_with('.') ? name.substr(1) : name);
  std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (wanted == "srt") return CaptionFormat::srt;
  if (wanted == "vtt") return CaptionFormat::vtt;
  if (wanted == "json") return CaptionFormat::json;
  return fail(ErrorCode::invalid_input, fmt::format("unknown caption format \"{}\": expected srt, vtt or json", name),
              {}, "captions");
}

std::vector<Cue> group_words(std::span<const WordTime> words) {
  std::vector<Cue> cues;
  std::size_t characters = 0;
  const WordTime* last = nullptr;
  for (const auto& word : words) {
    const std::string text = on_one_line(word.word);
    const std::size_t length = count_code_points(text);
    const std::size_t space = last != nullptr && touch(*last, word) ? 0 : 1;
    const bool fits = last != nullptr && !ends_sentence(last->word) &&
                      characters + space + length <= kMaxCueCharacters &&
                      word.end_s - cues.back().start_s <= kMaxCueSeconds;
    if (fits) {
      cues.back().text += (space == 1 ? " " : "") + text;
      cues.back().end_s = word.end_s;
      characters += space + length;
    } else {
      cues.push_back({text, word.start_s, word.end_s});
      characters = length;
    }
    last = &word;
  }
  return cues;
}

std::vector<WordTime> with_marks(std::span<const WordTime> words, std::string_view source) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::vector<WordTime> out(words.begin(), words.end());
  for (std::size_t i = 0; i < out.size(); ++i) {
    WordTime& word = out[i];
    if (word.end_byte > source.size() || word.begin_byte > word.end_byte) continue;
    // Up to the next space or word; before the word only what follows a space: the rest belongs to the word before.
    const std::size_t limit = i + 1 < words.size() ? std::min(words[i + 1].begin_byte, source.size()) : source.size();
    const std::size_t end = std::min(limit, std::min(source.find_first_of(kSpaces, word.end_byte), source.size()));
    const std::size_t from = i > 0 ? std::min(words[i - 1].end_byte, word.begin_byte) : 0;
    const std::string_view gap = source.substr(from, word.begin_byte - from);
    const std::size_t space = gap.find_last_of(kSpaces);
    const std::string_view before = space != std::string_view::npos ? gap.substr(space + 1) : i == 0 ? gap : "";
    word.word.insert(0, before);
    if (end > word.end_byte) word.word += source.substr(word.end_byte, end - word.end_byte);
  }
  return out;
}

std::string write_captions(CaptionFormat format, std::span<const WordTime> words, std::string_view source) {
  switch (format) {
    case CaptionFormat::srt:
      return write_srt(with_marks(words, source));
    case CaptionFormat::vtt:
      return write_vtt(with_marks(words, source));
    case CaptionFormat::json:
      break;
  }
  return write_json(words);
}

}  // namespace kokoro::audio
