#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/sound_check.hpp"
#include "engine/stitch.hpp"
#include "model/cpu_backend.hpp"
#include "voice/mix.hpp"
#include "voice/style_limits.hpp"

namespace {

constexpr std::size_t kWidth = 32;  ///< of a style of the tiny model

const kokoro::model::CpuBackend& backend() {
  static const auto loaded = [] {
    const std::filesystem::path folder = std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data/models/tiny";
    auto made = std::make_unique<kokoro::model::CpuBackend>(1);
    if (!made->load({*kokoro::map_file(folder / "config.json"), *kokoro::map_file(folder / "kokoro-v1_0.pth")})) {
      __builtin_trap();
    }
    return made;
  }();
  return *loaded;
}

}  // namespace

/// A mix of voices a, b and c down to the sound: the expression up to a zero byte, then the numbers of the three, a
/// byte each: 0 to 255 are -8 to 8. What is accepted can be spoken, whatever its shares are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\0'), all.size());
  const auto terms = kokoro::voice::parse_mix(all.substr(0, end));
  if (!terms) return 0;
  std::vector<std::shared_ptr<const kokoro::voice::VoicePack>> packs;
  for (const auto& term : *terms) {
    std::vector<float> row(kWidth, 0.1F);
    const std::size_t begin = end + 1 + kWidth * (static_cast<unsigned char>(term.name.back()) % 3U);
    for (std::size_t i = 0; i < kWidth && begin + i < size; ++i) {
      row[i] = static_cast<float>(data[begin + i]) / 16.0F - 8.0F;
    }
    packs.push_back(
        std::make_shared<const kokoro::voice::VoicePack>(kokoro::voice::VoicePack{term.name, 1, kWidth, row}));
  }
  const auto mixed = kokoro::voice::blend(packs, *terms, "mix");
  if (!mixed) return 0;
  if (kokoro::voice::find_style_fault(mixed->values, kWidth)) __builtin_trap();

  const std::vector<std::int32_t> ids{0, 50, 83, 54, 156, 0};
  const auto share = kokoro::model::Share::part;
  const auto prosody = kokoro::model::prepare_one(backend(), {ids, mixed->values, 1, 7}, share);
  if (!prosody) __builtin_trap();
  auto speech = kokoro::model::vocode_one(backend(), **prosody, share);
  if (!speech || kokoro::engine::find_broken_sample(speech->audio)) __builtin_trap();
  const auto out = kokoro::engine::stitch(std::move(speech->audio), {kokoro::text::Boundary::sentence, true, false});
  if (out.speech_samples > out.audio.size()) __builtin_trap();
  return 0;
}
