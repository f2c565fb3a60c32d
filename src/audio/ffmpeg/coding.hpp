#pragma once

#include <kokoro/error.hpp>
#include <string_view>

#include "audio/ffmpeg/handles.hpp"
#include "base/audio_format.hpp"

namespace kokoro::audio {

/// How FFmpeg makes one format: which encoder, in which container, at which rate.
struct Coding {
  Format format;
  const char* encoder;           ///< "libmp3lame"
  const char* container;         ///< of the muxer: "mp3"
  AVSampleFormat sample_format;  ///< of mono samples: interleaved and planar are the same
  std::int64_t bits_per_s;       ///< 0: lossless
};

/// Null for the formats that need no FFmpeg.
const Coding* find_coding(Format format);

/// An error of FFmpeg in words: `what` failed, with FFmpeg's reason.
tl::unexpected<Error> ffmpeg_failure(std::string_view what, int reason);

/// From now on FFmpeg writes to the program's log (as debug lines) instead of to standard error, for the whole process.
void route_ffmpeg_log();

}  // namespace kokoro::audio
