#include "engine/model_manager.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <latch>
#include <thread>
#include <vector>

#include "engine/fake_parts.hpp"

namespace kokoro::engine {
namespace {

using fake::FakeBackend;
using fake::Journal;
using testing::HasSubstr;

// Every version is the demo model's files; the fake does not look at them.
ModelManager make_manager(const std::shared_ptr<Journal>& journal) {
  return {[journal] { return std::make_unique<FakeBackend>(journal); },
          [](ModelVersion version) -> Result<ModelSource> {
            return ModelSource{version, {}, {}, false, false};
          }};
}

constexpr std::array<std::int32_t, 3> kIds{0, 50, 0};

Result<model::Speech> infer(const LoadedModel& model) {
  const auto prosody =
      model.backend->prepare({.ids = kIds, .style = {}, .speed = 1, .seed = 0}, {}, model::Threads::all);
  if (!prosody) return fail(prosody.error());
  return model.backend->vocode(**prosody, {}, model::Threads::all);
}

TEST(ModelManager, SixteenThreadsLoadOnce) {
  constexpr int kThreads = 16;
  const auto journal = std::make_shared<Journal>();
  std::latch everybody_asks(kThreads);
  journal->on_load = [&] {
    everybody_asks.wait();
    return Result<void>{};
  };
  auto manager = make_manager(journal);
  std::vector<ModelManager::Lease> leases(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        everybody_asks.count_down();
        leases[i] = manager.get(ModelVersion::v1_0).value_or(nullptr);
      });
    }
  }
  EXPECT_EQ(journal->loads, 1);
  EXPECT_EQ(journal->living, 1);
  for (const auto& lease : leases) EXPECT_EQ(lease, manager.peek(ModelVersion::v1_0));
}

TEST(ModelManager, FailedLoadLeavesNothingAndIsTriedAgain) {
  const auto journal = std::make_shared<Journal>();
  journal->on_load = [] { return fail(ErrorCode::corrupt, "the weights are truncated"); };
  auto manager = make_manager(journal);
  const auto failed = manager.get(ModelVersion::v1_0);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::corrupt);
  EXPECT_EQ(journal->living, 0);
  EXPECT_EQ(manager.peek(ModelVersion::v1_0), nullptr);
  journal->on_load = [] { return Result<void>{}; };
  EXPECT_TRUE(manager.get(ModelVersion::v1_0));
  EXPECT_EQ(journal->loads, 2);
}

TEST(ModelManager, UnloadWhileAnInferenceRuns) {
  const auto journal = std::make_shared<Journal>();
  std::latch inside(1);
  std::latch may_end(1);
  journal->on_infer = [&](std::size_t, const CancelToken&) {
    inside.count_down();
    may_end.wait();
    return Result<void>{};
  };
  auto manager = make_manager(journal);
  std::jthread request([&] {
    const auto lease = manager.get(ModelVersion::v1_0);
    ASSERT_TRUE(lease);
    EXPECT_TRUE(infer(**lease));
  });
  inside.wait();
  EXPECT_TRUE(manager.unload(ModelVersion::v1_0));
  EXPECT_EQ(journal->living, 1);  // the request still holds it
  ASSERT_TRUE(manager.get(ModelVersion::v1_0));
  EXPECT_EQ(journal->loads, 2);
  may_end.count_down();
  request.join();
  EXPECT_EQ(journal->living, 1);
  EXPECT_TRUE(manager.unload(ModelVersion::v1_0));
  EXPECT_EQ(journal->living, 0);
}

TEST(ModelManager, UnloadNeedsALoadedModel) {
  auto manager = make_manager(std::make_shared<Journal>());
  const auto result = manager.unload(ModelVersion::v0_19);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
  EXPECT_THAT(result.error().message, HasSubstr("v0.19"));
}

TEST(ModelManager, VersionsAreApart) {
  const auto journal = std::make_shared<Journal>();
  auto manager = make_manager(journal);
  const auto new_one = manager.get(ModelVersion::v1_0);
  const auto old_one = manager.get(ModelVersion::v0_19);
  ASSERT_TRUE(new_one && old_one);
  EXPECT_EQ((*old_one)->version, ModelVersion::v0_19);
  EXPECT_EQ((*new_one)->vocabulary().at(U'A'), 24);
  EXPECT_EQ((*old_one)->vocabulary().at(U'A'), 17);
}

}  // namespace
}  // namespace kokoro::engine
