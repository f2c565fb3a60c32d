#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <kokoro/error.hpp>
#include <string_view>

namespace kokoro::audio {

/// Containers and codings of finished speech. All are mono.
enum class Format : std::uint8_t { mp3, opus, aac, flac, wav, pcm };

/// How one format shows at each surface.
struct FormatTraits {
  Format format;
  std::string_view name;             ///< "wav", as users write it
  std::string_view other_name;       ///< that users may write as well; empty: none
  std::string_view content_type;     ///< "audio/wav"
  std::string_view extension;        ///< ".wav"
  std::string_view other_extension;  ///< that a file to write may have as well; empty: none
};

/// The one table of formats: settings, flags, fields and documents of the server, and file names follow it. What makes
/// a format is make_encoder()'s matter: a row of FFmpeg's codings, or an encoder of its own.
inline constexpr std::array kFormats{
    FormatTraits{Format::mp3, "mp3", "", "audio/mpeg", ".mp3", ""},
    FormatTraits{Format::opus, "opus", "", "audio/opus", ".opus", ".ogg"},
    FormatTraits{Format::aac, "aac", "", "audio/aac", ".aac", ""},
    FormatTraits{Format::flac, "flac", "", "audio/flac", ".flac", ""},
    FormatTraits{Format::wav, "wav", "", "audio/wav", ".wav", ""},
    FormatTraits{Format::pcm, "pcm", "", "audio/pcm", ".pcm", ".raw"},
};

/// All names: first one of each format, then the others.
inline constexpr auto kFormatNames = [] {
  constexpr auto kOthers =
      std::count_if(kFormats.begin(), kFormats.end(), [](const FormatTraits& row) { return !row.other_name.empty(); });
  std::array<std::string_view, kFormats.size() + kOthers> out;
  std::size_t at = 0;
  for (const auto& row : kFormats) out[at++] = row.name;
  for (const auto& row : kFormats) {
    if (!row.other_name.empty()) out[at++] = row.other_name;
  }
  return out;
}();

inline constexpr auto kContentTypes = [] {
  std::array<std::string_view, kFormats.size()> out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kFormats[i].content_type;
  return out;
}();

constexpr const FormatTraits& traits(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

/// Reads one of kFormatNames, in any case of letters. Errors: invalid_input naming the known formats.
Result<Format> parse_format(std::string_view name);

/// Reads the extension of a file name, in any case of letters. Errors: invalid_input naming the known extensions.
Result<Format> format_of_file(const std::filesystem::path& path);

}  // namespace kokoro::audio
