#include "engine/stitch.hpp"

#include <cstdint>
#include <cstring>
#include <kokoro/version.hpp>
#include <vector>

#include "audio/loudness.hpp"
#include "audio/pcm/pcm16.hpp"
#include "engine/sound_check.hpp"

/// Any floats as the sound of a chunk, down to the bytes of a listener: six bytes say where the chunk stands and how
/// much silence is asked for, the others are the samples.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using kokoro::kSampleRateHz;
  constexpr std::size_t kHead = 6;
  if (size < kHead) return 0;
  std::vector<float> samples((size - kHead) / sizeof(float));
  if (!samples.empty()) std::memcpy(samples.data(), data + kHead, samples.size() * sizeof(float));
  const kokoro::engine::StitchPlace place{static_cast<kokoro::text::Boundary>(data[0] % 5), (data[1] & 1U) != 0,
                                          (data[1] & 2U) != 0};
  kokoro::Silence silence{.sentence_ms = data[2] * 256 + data[3]};
  if ((data[1] & 4U) != 0) silence.edge_ms = data[4] * 256 + data[5];

  auto out = kokoro::engine::stitch(samples, place, silence);
  if (out.speech_samples > out.audio.size()) __builtin_trap();
  if (out.speech_samples > samples.size() + 2 * 65536 * std::size_t{kSampleRateHz} / 1000) __builtin_trap();
  if (out.cut_front_samples > static_cast<std::ptrdiff_t>(samples.size())) __builtin_trap();
  if (place.last && out.audio.size() != out.speech_samples) __builtin_trap();
  if (!kokoro::engine::find_broken_sample(samples) && kokoro::engine::find_broken_sample(out.audio)) __builtin_trap();

  std::string bytes;
  kokoro::audio::append_pcm16(bytes, out.audio);
  if (bytes.size() != 2 * out.audio.size()) __builtin_trap();
  kokoro::audio::Leveller(-16).level(out.audio);
  return 0;
}
