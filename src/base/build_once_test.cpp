#include "base/build_once.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace kokoro {
namespace {

using Strings = BuildOnce<int, std::string>;

TEST(BuildOnce, OneBuildHoweverManyAskAtOnce) {
  constexpr int kThreads = 16;
  std::atomic<int> builds = 0;
  std::latch everybody_asks(kThreads);
  Strings strings;
  const Strings::Build build = [&]() -> Result<Strings::Lease> {
    ++builds;
    everybody_asks.wait();  // the build ends only after all threads have started to ask
    return std::make_shared<const std::string>("built");
  };
  std::vector<Strings::Lease> got(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        everybody_asks.count_down();
        got[i] = strings.get(1, build).value_or(nullptr);
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
  Strings strings;
  const Strings::Build build = [&]() -> Result<Strings::Lease> {
    ++builds;
    everybody_asks.wait();
    if (broken) return fail(ErrorCode::corrupt, "damaged");
    return std::make_shared<const std::string>("repaired");
  };
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        everybody_asks.count_down();
        const auto result = strings.get(1, build);
        if (!result && result.error().code == ErrorCode::corrupt) ++failures;
      });
    }
  }
  EXPECT_EQ(failures, kThreads);
  EXPECT_EQ(strings.peek(1), nullptr);
  broken = false;
  const auto repaired = strings.get(1, build);
  ASSERT_TRUE(repaired);
  EXPECT_EQ(**repaired, "repaired");
  EXPECT_EQ(strings.peek(1), *repaired);
}

TEST(BuildOnce, WaiterMayGiveUp) {
  std::latch building(1);
  std::latch may_end(1);
  Strings strings;
  const Strings::Build build = [&]() -> Result<Strings::Lease> {
    building.count_down();
    may_end.wait();
    return std::make_shared<const std::string>("late");
  };
  std::jthread builder([&] { EXPECT_TRUE(strings.get(1, build)); });
  building.wait();
  CancelSource source;
  source.cancel();
  const auto result = strings.get(1, build, source.token());
  may_end.count_down();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST(BuildOnce, ExceptionPassesThroughAndTheNextCallBuildsAgain) {
  bool broken = true;
  Strings strings;
  const Strings::Build build = [&]() -> Result<Strings::Lease> {
    if (broken) throw std::bad_alloc();
    return std::make_shared<const std::string>("ok");
  };
  EXPECT_THROW(static_cast<void>(strings.get(1, build)), std::bad_alloc);
  broken = false;
  EXPECT_TRUE(strings.get(1, build));
}

TEST(BuildOnce, KeysAreApartAndDroppedValuesLiveWithTheirLease) {
  Strings strings;
  const auto get = [&](int key) {
    return *strings.get(
        key, [key]() -> Result<Strings::Lease> { return std::make_shared<const std::string>(std::to_string(key)); });
  };
  const auto one = get(1);
  const auto two = get(2);
  EXPECT_NE(*one, *two);
  EXPECT_TRUE(strings.drop(1));
  EXPECT_FALSE(strings.drop(1));
  EXPECT_EQ(*one, "1");
  EXPECT_NE(get(1), one);
}

TEST(BuildOnce, ForgetsTheLeastRecentlyUsedAndFailures) {
  BuildOnce<std::string, std::string> strings(2);
  std::string built;
  const auto use = [&](const std::string& key) {
    return strings.get(key, [&]() -> Result<Strings::Lease> {
      built += key;
      if (key == "x") return fail(ErrorCode::io, "no");
      return std::make_shared<const std::string>(key);
    });
  };
  for (const char* key : {"a", "b", "a", "c", "a", "b"}) EXPECT_EQ(**use(key), key);
  EXPECT_EQ(built, "abcb");
  EXPECT_EQ(strings.size(), 2U);
  EXPECT_TRUE(strings.drop("a"));
  EXPECT_TRUE(use("a"));
  EXPECT_FALSE(use("x"));
  EXPECT_FALSE(use("x"));
  EXPECT_EQ(built, "abcbaxx");
  EXPECT_EQ(strings.size(), 2U);
}

TEST(BuildOnce, WhatIsBuiltWhileAllIsForgottenIsNotKept) {
  Strings strings;
  const auto old = strings.get(1, [&]() -> Result<Strings::Lease> {
    strings.clear();
    // The same key again while the forgotten build still runs.
    const auto renewed =
        strings.get(1, []() -> Result<Strings::Lease> { return std::make_shared<const std::string>("new"); });
    EXPECT_TRUE(renewed);
    return std::make_shared<const std::string>("old");
  });
  ASSERT_TRUE(old);
  EXPECT_EQ(**old, "old");
  ASSERT_NE(strings.peek(1), nullptr);
  EXPECT_EQ(*strings.peek(1), "new");
}

}  // namespace
}  // namespace kokoro
