#include "server/scheduling/sliced_task.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "base/pause_point.hpp"

namespace kokoro::server {
namespace {

using namespace std::chrono_literals;

TEST(SlicedTask, ShortWorkIsDoneInOneSlice) {
  int done = 0;
  const CancelSource cancel;
  {
    SlicedTask task(cancel, [&](const CancelToken& token) { done += token.cancelled() ? 0 : 1; });
    EXPECT_TRUE(task.run(1h));
    EXPECT_EQ(done, 1);
    EXPECT_TRUE(task.run(1h)) << "it stays done";
    EXPECT_EQ(done, 1);
  }
  EXPECT_FALSE(cancel.token().cancelled()) << "what it prepared goes on";
}

TEST(SlicedTask, StopsAtAPointAfterItsSlice) {
  std::atomic<int> steps = 0;
  SlicedTask task(CancelSource(), [&](const CancelToken& cancel) {
    for (int i = 0; i < 3 && !cancel.cancelled(); ++i) {
      PausePoint::pass();
      ++steps;
    }
  });
  // A slice without length ends at the first point, and the work goes on only with another one.
  int slices = 0;
  while (!task.run(0ms)) ++slices;
  EXPECT_GE(slices, 3);
  EXPECT_EQ(steps, 3);
}

TEST(SlicedTask, WorkThatComesToNoPointHoldsUpNobodyForLong) {
  std::promise<void> gate;
  SlicedTask task(CancelSource(), [&](const CancelToken&) { gate.get_future().wait(); });
  EXPECT_FALSE(task.run(0ms)) << "it returns although the work goes on";
  EXPECT_FALSE(task.run(0ms));
  gate.set_value();
  EXPECT_TRUE(task.run(1h));
}

TEST(SlicedTask, WorkThatIsGivenUpSeesThatItIsCancelled) {
  bool cancelled = false;
  {
    SlicedTask task(CancelSource(), [&](const CancelToken& cancel) {
      while (!cancel.cancelled()) PausePoint::pass();
      cancelled = true;
    });
    EXPECT_FALSE(task.run(0ms));
  }
  EXPECT_TRUE(cancelled);
}

TEST(SlicedTask, OneThatNeverRanDoesNothing) {
  int done = 0;
  {
    const SlicedTask task(CancelSource(), [&](const CancelToken&) { ++done; });
  }
  EXPECT_EQ(done, 0);
}

TEST(SlicedTask, AnExceptionEndsTheWork) {
  SlicedTask task(CancelSource(), [](const CancelToken&) { throw std::runtime_error("out of memory"); });
  EXPECT_TRUE(task.run(1h));
}

}  // namespace
}  // namespace kokoro::server
