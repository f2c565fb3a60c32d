#include "audio/wav_encoder.hpp"

#include <kokoro/version.hpp>

#include "audio/pcm/pcm16.hpp"

namespace kokoro::audio {
namespace {

constexpr std::uint32_t kUntilTheEnd = 0xFFFFFFFFU;
constexpr std::uint32_t kHeaderBytes = 44;
constexpr std::uint32_t kBytesPerSample = 2;

void append_u16(std::string& out, std::uint16_t value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U);
}

void append_u32(std::string& out, std::uint32_t value) {
  append_u16(out, static_cast<std::uint16_t>(value & 0xFFFFU));
  append_u16(out, static_cast<std::uint16_t>(value >> 16U));
}

}  // namespace

std::string wav_header(std::optional<std::uint64_t> samples) {
  std::uint32_t data_bytes = kUntilTheEnd;
  std::uint32_t riff_bytes = kUntilTheEnd;  // everything after the first eight bytes
  if (samples && *samples <= (kUntilTheEnd - kHeaderBytes) / kBytesPerSample) {
    data_bytes = static_cast<std::uint32_t>(*samples) * kBytesPerSample;
    riff_bytes = data_bytes + kHeaderBytes - 8;
  }
  std::string out = "RIFF";
  append_u32(out, riff_bytes);
  out += "WAVEfmt ";
  append_u32(out, 16);  // bytes of the format that follows
  append_u16(out, 1);   // integer PCM
  append_u16(out, 1);   // channels
  append_u32(out, static_cast<std::uint32_t>(kSampleRateHz));
  append_u32(out, static_cast<std::uint32_t>(kSampleRateHz) * kBytesPerSample);
  append_u16(out, kBytesPerSample);
  append_u16(out, 8 * kBytesPerSample);
  out += "data";
  append_u32(out, data_bytes);
  return out;
}

Result<std::string> WavEncoder::append(std::span<const float> samples) {
  std::string out;
  if (!started_) out = wav_header(std::nullopt);
  started_ = true;
  samples_ += samples.size();
  append_pcm16(out, samples);
  return out;
}

Result<std::string> WavEncoder::finish() { return started_ ? std::string() : append({}); }

}  // namespace kokoro::audio
