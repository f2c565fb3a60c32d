#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "audio/captions.hpp"

/// Any bytes as the text that words refer to: nothing is read outside of it, and captions that are written bit by bit
/// are those that are written at once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro;
  if (size < 2) return 0;
  const auto format = static_cast<TextFormat>(data[0] % 3);
  const std::size_t step = 1 + data[1] % 9;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string source = audio::hide_markup(text, format);
  if (source.size() != text.size()) __builtin_trap();
  std::vector<WordTime> words;
  for (std::size_t at = 0; at + step <= text.size(); at += 2 * step) {
    words.push_back({text.substr(at, step), at, at + step, static_cast<double>(at), static_cast<double>(at + step)});
  }
  for (const auto kind : {audio::CaptionFormat::srt, audio::CaptionFormat::vtt, audio::CaptionFormat::json}) {
    audio::CaptionWriter writer(kind, source);
    std::string parts;
    for (std::size_t at = 0; at < words.size(); at += 3) {
      parts += writer.append(std::span(words).subspan(at, std::min<std::size_t>(3, words.size() - at)));
    }
    parts += writer.finish();
    if (parts != audio::write_captions(kind, words, source)) __builtin_trap();
  }
  return 0;
}
