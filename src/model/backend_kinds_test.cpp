#include "model/backend_kinds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/thread_pool.hpp"

namespace kokoro::model {
namespace {

TEST(BackendKinds, EachSaysWhatItCanDoBeforeAndAfterItIsMade) {
  ASSERT_FALSE(backend_kinds().empty());
  for (const BackendKind& kind : backend_kinds()) {
    const Capabilities can = kind.capabilities();
    EXPECT_FALSE(can.devices.empty());
    EXPECT_THAT(can.precisions, testing::Contains(Precision::fp32));
    EXPECT_THAT(can.precisions, testing::Not(testing::Contains(Precision::automatic)));
    EXPECT_GE(can.largest_batch, 1U);
    const auto backend = kind.make({.device = can.devices.front(), .threads = 1});
    EXPECT_EQ(backend->capabilities().devices, can.devices);
    EXPECT_EQ(backend->capabilities().largest_batch, can.largest_batch);
  }
}

TEST(BackendKinds, TheCpuTakesOneUtteranceACallAndACallOnEachCore) {
  const auto cpu = choose_backend({.device = "cpu"});
  ASSERT_TRUE(cpu);
  EXPECT_EQ((*cpu)->capabilities().largest_batch, 1U);
  EXPECT_EQ((*cpu)->capabilities().parallel_calls, usable_cores());
}

TEST(BackendKinds, AutoIsTheBestAndAnUnknownDeviceNamesThoseThereAre) {
  EXPECT_EQ(*choose_backend({}), &backend_kinds().front());
  const auto unknown = choose_backend({.device = "abacus"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(unknown.error().param, "device");
  EXPECT_THAT(unknown.error().hint, testing::HasSubstr("auto, cpu"));
}

}  // namespace
}  // namespace kokoro::model
