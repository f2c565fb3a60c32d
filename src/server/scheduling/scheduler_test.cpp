#include "server/scheduling/scheduler.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace kokoro::server {
namespace {

using namespace std::chrono_literals;

class SilentObserver final : public Scheduler::Observer {
 public:
  void waited(double) override { ++begun; }
  void stalled(const Job&, double) override {}
  std::atomic<int> begun = 0;
};

/// Takes so many turns, each of which does what the test says.
class CountedJob final : public Job {
 public:
  CountedJob(Facts facts, int turns, std::function<void()> each = {})
      : Job(std::move(facts)), left_(turns), each_(std::move(each)) {}
  ~CountedJob() override { gone_.set_value(); }

  Turn take_turn(bool) override {
    EXPECT_FALSE(inside_.exchange(true)) << "one thread at a time";
    if (each_) each_();
    if (facts().cancel.token().cancelled()) left_ = 1;
    inside_ = false;
    return {--left_ > 0 ? Turn::State::more : Turn::State::done, 1.0, 15};
  }
  double unsent_s() const override { return 0; }
  void expire(int) override { expired = true; }

  std::future<void> gone() { return gone_.get_future(); }
  std::atomic<bool> expired = false;

 private:
  int left_;
  std::function<void()> each_;
  std::atomic<bool> inside_ = false;
  std::promise<void> gone_;
};

constexpr auto kLong = 30s;

Roster::Limits limits(int cores) { return {.cores = cores, .waiting = 1000, .per_client = 1000, .wait = 10min}; }

TEST(Scheduler, ManyThreadsSubmitAndAllIsDone) {
  constexpr int kThreads = 8;
  constexpr int kJobs = 50;
  SilentObserver observer;
  std::atomic<int> turns = 0;
  std::vector<std::future<void>> ends;
  std::mutex mutex;
  Scheduler scheduler(limits(3), observer);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int j = 0; j < kJobs; ++j) {
          auto job = std::make_shared<CountedJob>(
              Job::Facts{.client = std::to_string(t), .expected_characters = 45, .live = j % 2 == 0}, 3,
              [&] { ++turns; });
          {
            const std::lock_guard lock(mutex);
            ends.push_back(job->gone());
          }
          EXPECT_FALSE(scheduler.submit(job));
          scheduler.wake(*job);
        }
      });
    }
  }
  for (auto& end : ends) EXPECT_EQ(end.wait_for(kLong), std::future_status::ready);
  EXPECT_EQ(turns, 3 * kThreads * kJobs);
  EXPECT_EQ(observer.begun, kThreads * kJobs);
  const auto load = scheduler.load();
  EXPECT_EQ(load.jobs, 0U);
}

TEST(Scheduler, CancelledJobsLeaveWhileOthersAreBusy) {
  SilentObserver observer;
  std::latch release(1);
  Scheduler scheduler(limits(1), observer);
  const auto hold = [&] { release.wait(); };
  for (int i = 0; i < 2; ++i) {
    scheduler.submit(std::make_shared<CountedJob>(Job::Facts{.client = "busy", .expected_characters = 15}, 1, hold));
  }
  while (scheduler.load().turns < 2) std::this_thread::yield();
  Job::Facts facts{.client = "waits", .expected_characters = 15};
  CancelSource cancel = facts.cancel;
  auto job = std::make_shared<CountedJob>(facts, 1);
  auto gone = job->gone();
  const Job& waiting = *job;
  scheduler.submit(job);
  EXPECT_EQ(scheduler.load().waiting, 1U);
  cancel.cancel();
  EXPECT_EQ(scheduler.load().waiting, 0U);
  scheduler.wake(waiting);
  job.reset();
  release.count_down();
  EXPECT_EQ(gone.wait_for(kLong), std::future_status::ready);
}

TEST(Scheduler, JobsThatWaitTooLongAreTold) {
  SilentObserver observer;
  Scheduler scheduler({.cores = 1, .waiting = 10, .per_client = 10, .wait = 0ms}, observer);
  auto late = std::make_shared<CountedJob>(Job::Facts{.client = "c", .expected_characters = 15}, 1);
  scheduler.submit(late);
  while (scheduler.load().jobs > 0 || !late->expired) std::this_thread::yield();
  EXPECT_EQ(observer.begun, 0);
}

TEST(Scheduler, StopsWithWorkLeft) {
  SilentObserver observer;
  Job::Facts facts{.client = "a", .expected_characters = 1e6};
  const CancelToken token = facts.cancel.token();
  auto job = std::make_shared<CountedJob>(facts, 1'000'000'000);
  auto gone = job->gone();
  Scheduler scheduler(limits(2), observer);
  scheduler.submit(std::exchange(job, nullptr));
  while (observer.begun == 0) std::this_thread::yield();
  scheduler.stop();
  EXPECT_TRUE(token.cancelled());
  EXPECT_EQ(gone.wait_for(kLong), std::future_status::ready);
  EXPECT_FALSE(scheduler.submit(std::make_shared<CountedJob>(Job::Facts{}, 1)));
}

TEST(Scheduler, AnExceptionEndsItsJobOnly) {
  SilentObserver observer;
  Scheduler scheduler(limits(1), observer);
  auto bad = std::make_shared<CountedJob>(Job::Facts{.client = "a", .expected_characters = 9}, 5,
                                          [] { throw std::runtime_error("no memory"); });
  auto gone = bad->gone();
  scheduler.submit(std::exchange(bad, nullptr));
  EXPECT_EQ(gone.wait_for(kLong), std::future_status::ready);
  auto good = std::make_shared<CountedJob>(Job::Facts{.client = "a", .expected_characters = 9}, 5);
  auto done = good->gone();
  scheduler.submit(std::exchange(good, nullptr));
  EXPECT_EQ(done.wait_for(kLong), std::future_status::ready);
}

}  // namespace
}  // namespace kokoro::server
