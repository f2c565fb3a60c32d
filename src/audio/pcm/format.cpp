#include "audio/pcm/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace kokoro::audio {
namespace {

constexpr std::array<FormatTraits, 6> kTable{{
    {Format::mp3, "mp3", "audio/mpeg", ".mp3"},
    {Format::opus, "opus", "audio/opus", ".opus"},
    {Format::aac, "aac", "audio/aac", ".aac"},
    {Format::flac, "flac", "audio/flac", ".flac"},
    {Format::wav, "wav", "audio/wav", ".wav"},
    {Format::pcm, "pcm", "audio/pcm", ".pcm"},
}};

constexpr std::array<std::pair<std::string_view, Format>, 2> kOtherExtensions{
    {{".raw", Format::pcm}, {".ogg", Format::opus}}};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

const FormatTraits& traits(Format format) { return kTable[static_cast<std::size_t>(format)]; }

Result<Format> parse_format(std::string_view name) {
  const std::string wanted = lower(name);
  for (const auto& row : kTable) {
    if (row.name == wanted) return row.format;
  }
  return fail(ErrorCode::invalid_input,
              fmt::format("unknown audio format \"{}\": expected mp3, opus, aac, flac, wav or pcm", name), {},
              "response_format");
}

Result<Format> format_of_file(const std::filesystem::path& path) {
  const std::string extension = lower(path.extension().string());
  for (const auto& row : kTable) {
    if (row.extension == extension) return row.format;
  }
  for (const auto& [other, format] : kOtherExtensions) {
    if (other == extension) return format;
  }
  return fail(ErrorCode::invalid_input,
              fmt::format("cannot tell the audio format from the file name \"{}\": expected an extension .wav, .pcm, "
                          ".raw, .mp3, .opus, .ogg, .aac or .flac",
                          path.filename().string()),
              {}, "output");
}

}  // namespace kokoro::audio
