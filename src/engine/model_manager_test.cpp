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
// Members of a manager refer to it, so it is built in place.
ModelManager make_manager(const std::shared_ptr<Journal>& journal) {
  return ModelManager([journal] { return std::make_unique<FakeBackend>(journal); });
}

const ModelSource kNew{ModelVersion::v1_0, {}, {}, false, false, 0};
const ModelSource kOld{ModelVersion::v0_19, {}, {}, false, false, 0};

constexpr std::array<std::int32_t, 3> kIds{0, 50, 0};

Result<model::Speech> infer(const LoadedModel& model) {
  const auto prosody =
      prepare_one(*model.backend, {.ids = kIds, .style = {}, .speed = 1, .seed = 0}, model::Share::whole);
  if (!prosody) return fail(prosody.error());
  return vocode_one(*model.backend, **prosody, model::Share::whole);
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
        leases[i] = manager.get(kNew).value_or(nullptr);
      });
    }
  }
  EXPECT_EQ(journal->loads, 1);
  EXPECT_EQ(journal->living, 1);
  for (const auto& lease : leases) EXPECT_EQ(lease, manager.peek(kNew));
}

TEST(ModelManager, FailedLoadLeavesNothingAndIsTriedAgain) {
  const auto journal = std::make_shared<Journal>();
  journal->on_load = [] { return fail(ErrorCode::corrupt, "the weights are truncated"); };
  auto manager = make_manager(journal);
  const auto failed = manager.get(kNew);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::corrupt);
  EXPECT_EQ(journal->living, 0);
  EXPECT_EQ(manager.peek(kNew), nullptr);
  journal->on_load = [] { return Result<void>{}; };
  EXPECT_TRUE(manager.get(kNew));
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
    const auto lease = manager.get(kNew);
    ASSERT_TRUE(lease);
    EXPECT_TRUE(infer(**lease));
  });
  inside.wait();
  EXPECT_TRUE(manager.unload(ModelVersion::v1_0));
  EXPECT_EQ(journal->living, 1);  // the request still holds it
  ASSERT_TRUE(manager.get(kNew));
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
  const auto new_one = manager.get(kNew);
  const auto old_one = manager.get(kOld);
  ASSERT_TRUE(new_one && old_one);
  EXPECT_EQ((*old_one)->version, ModelVersion::v0_19);
  EXPECT_EQ((*new_one)->vocabulary().at(U'A'), 24);
  EXPECT_EQ((*old_one)->vocabulary().at(U'A'), 17);
}

TEST(ModelManager, IdleModelsGoAndComeBack) {
  const auto journal = std::make_shared<Journal>();
  auto manager = make_manager(journal);
  auto in_use = manager.get(kNew);
  ASSERT_TRUE(in_use && manager.get(kOld));
  EXPECT_EQ(manager.unload_idle(std::chrono::hours(1)), 0U) << "just used";
  EXPECT_EQ(manager.unload_idle(std::chrono::milliseconds(0)), 1U);
  EXPECT_EQ(journal->living, 1) << "the one in use stays";
  EXPECT_TRUE(manager.peek(kNew));
  in_use->reset();
  EXPECT_EQ(manager.unload_idle(std::chrono::hours(1)), 0U) << "it was in use a moment ago";
  EXPECT_EQ(manager.unload_idle(std::chrono::milliseconds(0)), 1U);
  EXPECT_EQ(journal->living, 0);
  EXPECT_TRUE(manager.get(kNew));
  EXPECT_EQ(journal->loads, 3);
}

TEST(ModelManager, OtherFilesAreAnotherModel) {
  const auto journal = std::make_shared<Journal>();
  auto manager = make_manager(journal);
  ModelSource replaced = kNew;
  replaced.stamp = 1;
  const auto before = manager.get(kNew);
  const auto after = manager.get(replaced);
  ASSERT_TRUE(before && after);
  EXPECT_NE(*before, *after);
  manager.unload_unless([&](const ModelSource& source) { return source == replaced; });
  EXPECT_FALSE(manager.peek(kNew));
  EXPECT_EQ(manager.peek(replaced), *after);
  EXPECT_EQ(journal->living, 2) << "a request still holds the old one";
}

}  // namespace
}  // namespace kokoro::engine
