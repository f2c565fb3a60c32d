#include "server/scheduling/task_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace kokoro::server {
namespace {

TEST(TaskQueue, RunsInOrderAndRefusesPastItsLimit) {
  TaskQueue queue(1, 2);
  std::promise<void> gate;
  std::promise<void> running;
  std::vector<int> order;
  std::promise<void> done;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] {
    running.set_value();
    gate.get_future().wait();
  }));
  running.get_future().wait();
  EXPECT_TRUE(queue.submit("a", CancelSource(), [&] { order.push_back(1); }));
  EXPECT_TRUE(queue.submit("a", CancelSource(), [&] {
    order.push_back(2);
    done.set_value();
  }));
  EXPECT_FALSE(queue.submit("a", CancelSource(), [&] { order.push_back(3); }));
  EXPECT_EQ(queue.load().running, 1U);
  EXPECT_EQ(queue.load().waiting, 2U);
  gate.set_value();
  done.get_future().wait();
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(TaskQueue, ClientsHaveTheirTasksInTurn) {
  TaskQueue queue(1, 100, 3);
  std::promise<void> gate;
  std::promise<void> running;
  std::string order;
  std::promise<void> done;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] {
    running.set_value();
    gate.get_future().wait();
  }));
  running.get_future().wait();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.submit("a", CancelSource(), [&] { order += 'a'; }));
  EXPECT_FALSE(queue.submit("a", CancelSource(), [&] { order += 'A'; })) << "so many of one client may wait";
  EXPECT_TRUE(queue.submit("b", CancelSource(), [&] { order += 'b'; }));
  EXPECT_TRUE(queue.submit("c", CancelSource(), [&] { order += 'c'; }));
  EXPECT_EQ(queue.load().waiting, 5U);
  gate.set_value();
  // The last one of a client that has none is after all others.
  while (queue.load().waiting > 0) std::this_thread::yield();
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] { done.set_value(); }));
  done.get_future().wait();
  EXPECT_EQ(order, "bcaaa");
}

TEST(TaskQueue, WithoutAQueueStillUsesItsWorkers) {
  TaskQueue queue(1, 0);
  std::promise<void> done;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] { done.set_value(); }));
  done.get_future().wait();
}

TEST(TaskQueue, CancelledTasksLeaveTheirPlaceAndAreNotRun) {
  TaskQueue queue(1, 1);
  std::promise<void> gate;
  std::promise<void> running;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] {
    running.set_value();
    gate.get_future().wait();
  }));
  running.get_future().wait();
  CancelSource gone;
  std::atomic<bool> ran = false;
  ASSERT_TRUE(queue.submit("a", gone, [&] { ran = true; }));
  EXPECT_FALSE(queue.submit("a", CancelSource(), [] {}));
  gone.cancel();
  EXPECT_EQ(queue.load().waiting, 0U);
  std::promise<void> done;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] { done.set_value(); }));
  gate.set_value();
  done.get_future().wait();
  EXPECT_FALSE(ran);
}

TEST(TaskQueue, StopCancelsWhatRunsAndDropsWhatWaits) {
  TaskQueue queue(1, 4);
  std::promise<void> running;
  CancelSource source;
  const auto held = std::make_shared<int>(1);
  ASSERT_TRUE(queue.submit("a", source, [&running, token = source.token()] {
    running.set_value();
    while (!token.cancelled()) std::this_thread::yield();
  }));
  running.get_future().wait();
  ASSERT_TRUE(queue.submit("a", CancelSource(), [held] { FAIL() << "must not run"; }));
  EXPECT_EQ(held.use_count(), 2);
  queue.stop();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(queue.submit("a", CancelSource(), [] {}));
}

TEST(TaskQueue, SurvivesATaskThatThrows) {
  TaskQueue queue(1, 4);
  std::promise<void> done;
  ASSERT_TRUE(queue.submit("a", CancelSource(), [] { throw std::bad_alloc(); }));
  ASSERT_TRUE(queue.submit("a", CancelSource(), [&] { done.set_value(); }));
  done.get_future().wait();
}

}  // namespace
}  // namespace kokoro::server
