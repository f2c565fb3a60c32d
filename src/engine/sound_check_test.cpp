#include "engine/sound_check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace kokoro::engine {
namespace {

TEST(FindBrokenSample, FindsTheFirstWhereverItIs) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float broken : {kInfinity, -kInfinity, std::nanf(""), -std::nanf("")}) {
    for (std::size_t place = 0; place < 200; ++place) {
      std::vector<float> audio(200, 0.5F);
      audio[place] = broken;
      audio.back() = broken;
      EXPECT_EQ(find_broken_sample(audio), place);
    }
  }
}

TEST(FindBrokenSample, AnyNumberWillDo) {
  using Limits = std::numeric_limits<float>;
  const std::vector<float> kinds{0, -0.0F, Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(), -1};
  std::vector<float> audio;
  for (std::size_t size = 0; size < 200; ++size) {
    EXPECT_EQ(find_broken_sample(audio), std::nullopt) << size;
    audio.push_back(kinds[size % kinds.size()]);
  }
}

}  // namespace
}  // namespace kokoro::engine
