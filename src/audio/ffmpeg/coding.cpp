#include "audio/ffmpeg/coding.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdarg>
#include <mutex>

#include "base/log.hpp"

namespace kokoro::audio {
namespace {

// 24 kHz mono is within reach of every one of these, so nothing is resampled. The rates leave speech transparent. Below
// 64 kbit/s libopus goes to and fro between its two ways of coding, with an error as loud as half the speech for 10 ms.
constexpr std::array<Coding, 4> kCodings{{
    {Format::mp3, "libmp3lame", "mp3", AV_SAMPLE_FMT_FLTP, 96'000},
    {Format::opus, "libopus", "opus", AV_SAMPLE_FMT_FLT, 64'000},
    {Format::aac, "aac", "adts", AV_SAMPLE_FMT_FLTP, 96'000},
    {Format::flac, "flac", "flac", AV_SAMPLE_FMT_S16, 0},
}};

void log_line(void* about, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_WARNING) return;
  std::array<char, 512> line{};
  int print_prefix = 1;
  av_log_format_line(about, level, format, arguments, line.data(), static_cast<int>(line.size()), &print_prefix);
  std::string_view text(line.data());
  if (text.ends_with('\n')) text.remove_suffix(1);
  log::debug("ffmpeg: {}", text);
}

}  // namespace

const Coding* find_coding(Format format) {
  for (const auto& coding : kCodings) {
    if (coding.format == format) return &coding;
  }
  return nullptr;
}

tl::unexpected<Error> ffmpeg_failure(std::string_view what, int reason) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> words{};
  av_strerror(reason, words.data(), words.size());
  return fail(ErrorCode::internal, fmt::format("{} failed: {}", what, words.data()));
}

void route_ffmpeg_log() {
  static std::once_flag once;
  std::call_once(once, [] { av_log_set_callback(log_line); });
}

}  // namespace kokoro::audio
