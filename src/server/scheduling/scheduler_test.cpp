#include "server/scheduling/scheduler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <latch>
#include <span>
#include <vector>

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

struct Batches {
  std::mutex mutex;
  std::vector<std::size_t> sizes;
};

/// Notes the batches it leads.
class BatchedJob final : public Job {
 public:
  BatchedJob(Facts facts, Batches& batches, std::promise<void> gone)
      : Job(std::move(facts)), batches_(batches), gone_(std::move(gone)) {}
  ~BatchedJob() override { gone_.set_value(); }

  Turn take_turn(bool) override { return {Turn::State::done, 1.0, 15}; }
  std::vector<Turn> take_turns(std::span<Job* const> batch, bool all_cores) override {
    EXPECT_EQ(batch.front(), this);
    {
      const std::lock_guard lock(batches_.mutex);
      batches_.sizes.push_back(batch.size());
    }
    return Job::take_turns(batch, all_cores);
  }
  double unsent_s() const override { return 0; }
  void expire(int) override {}

 private:
  Batches& batches_;
  std::promise<void> gone_;
};

TEST(Scheduler, JobsThatWaitGoThroughTheModelTogether) {
  SilentObserver observer;
  std::latch submitted(1);
  std::promise<void> first_began;
  auto first = std::make_shared<CountedJob>(Job::Facts{.client = "first", .live = false}, 1, [&] {
    first_began.set_value();
    submitted.wait();
  });
  Batches batches;
  std::vector<std::future<void>> ends;
  {
    Scheduler scheduler({.cores = 1, .batch = 4, .waiting = 1000, .per_client = 1000, .wait = 10min}, observer);
    ends.push_back(first->gone());
    scheduler.submit(std::move(first));
    // A first chunk may begin beside a busy core: the second worker is kept busy as well.
    first_began.get_future().wait();
    std::promise<void> second_began;
    auto second = std::make_shared<CountedJob>(Job::Facts{.client = "second", .live = false}, 1, [&] {
      second_began.set_value();
      submitted.wait();
    });
    ends.push_back(second->gone());
    scheduler.submit(std::move(second));
    second_began.get_future().wait();
    for (int i = 0; i < 6; ++i) {
      std::promise<void> gone;
      ends.push_back(gone.get_future());
      EXPECT_FALSE(scheduler.submit(std::make_shared<BatchedJob>(Job::Facts{.client = std::to_string(i), .live = false},
                                                                 batches, std::move(gone))));
    }
    submitted.count_down();
    for (auto& end : ends) ASSERT_EQ(end.wait_for(kLong), std::future_status::ready);
  }
  std::size_t jobs = 0;
  for (const std::size_t size : batches.sizes) jobs += size;
  EXPECT_EQ(jobs, 6U);
  EXPECT_EQ(std::ranges::max(batches.sizes), 4U);
}

}  // namespace
}  // namespace kokoro::server
