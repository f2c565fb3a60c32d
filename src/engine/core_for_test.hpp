#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "engine/core.hpp"
#include "engine/fake_parts.hpp"

namespace kokoro::engine {

/// The demo model's files and voices, with a network and front ends that can be foreseen.
class CoreTest : public testing::Test {
 protected:
  Result<SpeechSummary> speak(const SpeechRequest& request, const CancelToken& cancel = {}) {
    return core.speak(
        request,
        [this](const SpeechChunk& chunk) -> Result<void> {
          samples.insert(samples.end(), chunk.audio.begin(), chunk.audio.end());
          starts.push_back(chunk.start_s);
          chunks.push_back(chunk);
          chunks.back().audio = {};
          return {};
        },
        cancel);
  }

  static SpeechRequest request(std::string text) {
    SpeechRequest out;
    out.text = std::move(text);
    return out;
  }

  Error refused(const SpeechRequest& request) {
    const auto spoken = speak(request);
    const auto validated = core.validate(request, {});
    EXPECT_FALSE(spoken);
    EXPECT_FALSE(validated);
    EXPECT_TRUE(chunks.empty());
    if (spoken || validated) return {};
    EXPECT_EQ(spoken.error().message, validated.error().message);
    return spoken.error();
  }

  fake::TemporaryFolder folder;
  EngineOptions options{.home = folder.path(), .model_file = {}, .config_file = {}};
  std::shared_ptr<fake::Journal> journal = std::make_shared<fake::Journal>();
  std::shared_ptr<std::atomic<int>> front_ends = std::make_shared<std::atomic<int>>(0);
  Core core{options, fake::parts(journal, front_ends)};
  std::vector<float> samples;
  std::vector<double> starts;
  std::vector<SpeechChunk> chunks;
};

}  // namespace kokoro::engine
