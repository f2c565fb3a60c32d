#include "engine/build_once.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace kokoro::engine {
namespace {

using Strings = BuildOnce<int, std::string>;

TEST(BuildOnce, OneBuildHoweverManyAskAtOnce) {
  constexpr int kThreads = 16;
  std::atomic<int> builds = 0;
  std::latch everybody_asks(kThreads);
  Strings strings([&](int) -> Result<Strings::Lease> {
    ++builds;
    everybody_asks.wait();  // the build ends only after all threads have started to ask
    return std::make_shared<const std::string>("built");
  });
  std::vector<Strings::Lease> got(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        everybody_asks.count_down();
        got[i] = strings.get(1).value_or(nullptr);
      });
    }
  }
  EXPECT_EQ(builds, 1);
  for (const auto& lease : got) EXPECT_EQ(lease, got[0]);
  EXPECT_EQ(*got[0], "built");
}

TEST(BuildOnce, FailureReachesAllWaitersAndLeavesNothing) {
  constexpr int kThreads = 4;
  std::atomic<bool> broken = true;
  std::atomic<int> builds = 0;
  std::latch everybody_asks(kThreads);
  Strings strings([&](int) -> Result<Strings::Lease> {
    ++builds;
    everybody_asks.wait();
    if (broken) return fail(ErrorCode::corrupt, "damaged");
    return std::make_shared<const std::string>("repaired");
  });
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        everybody_asks.count_down();
        const auto result = strings.get(1);
        if (!result && result.error().code == ErrorCode::corrupt) ++failures;
      });
    }
  }
  EXPECT_EQ(failures, kThreads);
  EXPECT_EQ(strings.peek(1), nullptr);
  broken = false;
  const auto repaired = strings.get(1);
  ASSERT_TRUE(repaired);
  EXPECT_EQ(**repaired, "repaired");
  EXPECT_EQ(strings.peek(1), *repaired);
}

TEST(BuildOnce, WaiterMayGiveUp) {
  std::latch building(1);
  std::latch may_end(1);
  Strings strings([&](int) -> Result<Strings::Lease> {
    building.count_down();
    may_end.wait();
    return std::make_shared<const std::string>("late");
  });
  std::jthread builder([&] { EXPECT_TRUE(strings.get(1)); });
  building.wait();
  CancelSource source;
  source.cancel();
  const auto result = strings.get(1, source.token());
  may_end.count_down();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST(BuildOnce, ExceptionPassesThroughAndTheNextCallBuildsAgain) {
  bool broken = true;
  Strings strings([&](int) -> Result<Strings::Lease> {
    if (broken) throw std::bad_alloc();
    return std::make_shared<const std::string>("ok");
  });
  EXPECT_THROW(static_cast<void>(strings.get(1)), std::bad_alloc);
  broken = false;
  EXPECT_TRUE(strings.get(1));
}

TEST(BuildOnce, KeysAreApartAndDroppedValuesLiveWithTheirLease) {
  Strings strings(
      [](int key) -> Result<Strings::Lease> { return std::make_shared<const std::string>(std::to_string(key)); });
  const auto one = *strings.get(1);
  const auto two = *strings.get(2);
  EXPECT_NE(*one, *two);
  EXPECT_TRUE(strings.drop(1));
  EXPECT_FALSE(strings.drop(1));
  EXPECT_EQ(*one, "1");
  EXPECT_NE(*strings.get(1), one);
}

}  // namespace
}  // namespace kokoro::engine
