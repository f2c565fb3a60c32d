#pragma once

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
  std::string_view content_type;     ///< "audio/wav"
  std::string_view extension;        ///< ".wav"
  std::string_view other_extension;  ///< that a file to write may have as well; empty: none
};

/// The one table of formats: settings, flags, fields and documents of the server, and file names follow it. What makes
/// a format is make_encoder()'s matter: a row of FFmpeg's codings, or an encoder of its own.
inline constexpr std::array kFormats{
    FormatTraits{Format::mp3, "mp3", "audio/mpeg", ".mp3", ""},
    FormatTraits{Format::opus, "opus", "audio/opus", ".opus", ".ogg"},
    FormatTraits{Format::aac, "aac", "audio/aac", ".aac", ""},
    FormatTraits{Format::flac, "flac", "audio/flac", ".flac", ""},
    FormatTraits{Format::wav, "wav", "audio/wav", ".wav", ""},
    FormatTraits{Format::pcm, "pcm", "audio/pcm", ".pcm", ".raw"},
};

/// One column of the table.
constexpr std::array<std::string_view, kFormats.size()> column_of_formats(std::string_view FormatTraits::*column) {
  std::array<std::string_view, kFormats.size()> out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kFormats[i].*column;
  return out;
}
inline constexpr auto kFormatNames = column_of_formats(&FormatTraits::name);
inline constexpr auto kContentTypes = column_of_formats(&FormatTraits::content_type);

constexpr const FormatTraits& traits(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

/// Reads one of the names, in any case of letters. Errors: invalid_input naming the known formats.
Result<Format> parse_format(std::string_view name);

/// Reads the extension of a file name, in any case of letters. Errors: invalid_input naming the known extensions.
Result<Format> format_of_file(const std::filesystem::path& path);

}  // namespace kokoro::audio
