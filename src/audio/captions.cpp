#include "audio/captions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "audio/cue_breaks.hpp"
#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace kokoro::audio {
namespace {

constexpr std::size_t kMaxCueCharacters = 42;
constexpr double kMaxCueSeconds = 7.0;

bool touch(const WordTime& left, const WordTime& right) {
  return left.end_byte > left.begin_byte && left.end_byte == right.begin_byte;
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

/// Adds the word to the cue if it may still stand there, after `last`.
bool extend(Cue& cue, const WordTime& last, const WordTime& word, std::string_view source) {
  const std::string text = on_one_line(word.word);
  const std::string_view space = touch(last, word) ? "" : " ";
  if (ends_sentence(last.word) || ends_paragraph(source, last.end_byte, word.begin_byte) ||
      count_code_points(cue.text) + space.size() + count_code_points(text) > kMaxCueCharacters ||
      word.end_s - cue.start_s > kMaxCueSeconds) {
    return false;
  }
  cue.text.append(space).append(text);
  cue.end_s = word.end_s;
  return true;
}

/// The word with what is written against it in `source`, between its neighbours, which may be null.
WordTime with_marks(const WordTime* before, WordTime word, const WordTime* after, std::string_view source) {
  constexpr std::string_view kSpaces = " \t\r\n";
  if (word.end_byte > source.size() || word.begin_byte > word.end_byte) return word;
  // Up to the next space or word; before the word only what follows a space: the rest belongs to the word before.
  const std::size_t limit = after != nullptr ? std::min(after->begin_byte, source.size()) : source.size();
  const std::size_t end = std::min(limit, std::min(source.find_first_of(kSpaces, word.end_byte), source.size()));
  const std::size_t from = before != nullptr ? std::min(before->end_byte, word.begin_byte) : 0;
  const std::string_view gap = source.substr(from, word.begin_byte - from);
  const std::size_t space = gap.find_last_of(kSpaces);
  const std::string_view left = space != std::string_view::npos ? gap.substr(space + 1) : before == nullptr ? gap : "";
  const std::string_view right = end > word.end_byte ? source.substr(word.end_byte, end - word.end_byte) : "";
  word.word.insert(0, without_markdown(left)).append(without_markdown(right));
  if (after != nullptr) {
    if (const std::string_view dash = dash_between(source, end, std::min(after->begin_byte, source.size()));
        !dash.empty()) {
      word.word.append(" ").append(dash);
    }
  }
  std::erase(word.word, kNotShown);
  return word;
}

/// Ends of "[name:value]", "](/ipa/)" and "[" that stand at `at`; 0 where none does.
std::size_t end_of_markup(std::string_view source, std::size_t at) {
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("](")) {
    const std::size_t close = rest.find_first_of(")\n", 2);
    return close != std::string_view::npos && rest[close] == ')' ? at + close + 1 : 0;
  }
  if (!rest.starts_with('[')) return 0;
  const std::size_t close = rest.find_first_of("[]\n", 1);
  if (close == std::string_view::npos || rest[close] != ']') return 0;
  if (rest.substr(close).starts_with("](")) return at + 1;
  for (const std::string_view name : {"pause:", "rate:", "voice:", "mark:", "lang:", "volume:"}) {
    if (rest.substr(1).starts_with(name)) return at + close + 1;
  }
  return 0;
}

}  // namespace

Result<CaptionFormat> parse_caption_format(std::string_view name) {
  const std::string wanted = ascii_lower(name.starts_with('.') ? name.substr(1) : name);
  if (wanted == "srt") return CaptionFormat::srt;
  if (wanted == "vtt") return CaptionFormat::vtt;
  if (wanted == "json") return CaptionFormat::json;
  return fail(ErrorCode::invalid_input, fmt::format("unknown caption format \"{}\": expected srt, vtt or json", name),
              {}, "captions");
}

std::vector<Cue> group_words(std::span<const WordTime> words) {
  std::vector<Cue> cues;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && extend(cues.back(), words[i - 1], words[i], {})) continue;
    cues.push_back({on_one_line(words[i].word), words[i].start_s, words[i].end_s});
  }
  return cues;
}

std::vector<WordTime> with_marks(std::span<const WordTime> words, std::string_view source) {
  std::vector<WordTime> out;
  out.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.push_back(
        with_marks(i > 0 ? &words[i - 1] : nullptr, words[i], i + 1 < words.size() ? &words[i + 1] : nullptr, source));
  }
  return out;
}

std::string hide_markup(std::string_view source, TextFormat format) {
  std::string out(source);
  if (format == TextFormat::plain) return out;
  const char first = format == TextFormat::ssml ? '<' : '[';
  for (std::size_t at = 0; at < out.size();) {
    std::size_t end = 0;
    if (format == TextFormat::ssml && out[at] == first) {
      end = std::min(out.find('>', at), out.size() - 1) + 1;
    } else if (format == TextFormat::markup && (out[at] == first || out[at] == ']')) {
      end = end_of_markup(source, at);
    }
    if (end > at)
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(end),
                kNotShown);
    at = std::max(end, at + 1);
  }
  return out;
}

std::string write_captions(CaptionFormat format, std::span<const WordTime> words, std::string_view source) {
  CaptionWriter writer(format, std::string(source));
  std::string out = writer.append(words);
  return out + writer.finish();
}

CaptionWriter::CaptionWriter(CaptionFormat format, std::string source) : format_(format), source_(std::move(source)) {
  if (format == CaptionFormat::vtt) start_ = "WEBVTT\n\n";
  if (format == CaptionFormat::json) start_ = "{\"words\":[";
}

std::string CaptionWriter::append(std::span<const WordTime> words) {
  std::string out = std::exchange(start_, {});
  for (const auto& word : words) {
    if (format_ == CaptionFormat::json) {
      out += fmt::format("{}{{\"word\":{},\"start\":{:.3f},\"end\":{:.3f}}}", written_++ == 0 ? "" : ",",
                         quote_json(word.word), word.start_s, word.end_s);
      continue;
    }
    if (held_) out += show(*held_, &word);
    before_ = std::exchange(held_, word);
  }
  return out;
}

std::string CaptionWriter::finish() {
  std::string out = std::exchange(start_, {});
  if (format_ == CaptionFormat::json) return out + "]}\n";
  if (held_) out += show(*held_, nullptr);
  if (cue_) out += write(*cue_);
  return out;
}

/// Adds a word, whose marks are known now that the one after it is; returns the cue that it closes.
std::string CaptionWriter::show(const WordTime& word, const WordTime* after) {
  const WordTime shown = with_marks(before_ ? &*before_ : nullptr, word, after, source_);
  std::string out;
  if (!cue_ || !extend(*cue_, *shown_, shown, source_)) {
    if (cue_) out = write(*cue_);
    cue_ = Cue{on_one_line(shown.word), shown.start_s, shown.end_s};
  }
  shown_ = shown;
  return out;
}

std::string CaptionWriter::write(const Cue& cue) {
  ++written_;
  if (format_ == CaptionFormat::srt) {
    return fmt::format("{}\n{} --> {}\n{}\n\n", written_, clock_time(cue.start_s, ','), clock_time(cue.end_s, ','),
                       cue.text);
  }
  return fmt::format("{} --> {}\n{}\n\n", clock_time(cue.start_s, '.'), clock_time(cue.end_s, '.'),
                     escape_vtt(cue.text));
}

}  // namespace kokoro::audio
