#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <string>
#include <string_view>

namespace kokoro::audio {

/// Containers and codings of finished speech. All are mono.
enum class Format { mp3, opus, aac, flac, wav, pcm };

/// How one format shows at each surface.
struct FormatTraits {
  Format format;
  std::string_view name;          ///< "wav", as users write it
  std::string_view content_type;  ///< "audio/wav"
  std::string_view extension;     ///< ".wav"
};

/// The one table of formats.
const FormatTraits& traits(Format format);

/// Reads a name: wav, pcm, mp3, opus, aac, flac, in any case of letters.
/// Errors: invalid_input naming the known formats.
Result<Format> parse_format(std::string_view name);

/// Reads the extension of a file name: .wav, .pcm or .raw, .mp3, .opus or .ogg, .aac, .flac.
/// Errors: invalid_input naming the known extensions.
Result<Format> format_of_file(const std::filesystem::path& path);

}  // namespace kokoro::audio
