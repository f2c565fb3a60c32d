#include "server/scheduling/roster_for_test.hpp"

#include <algorithm>

namespace kokoro::server {
namespace {

TEST_F(RosterTest, ALoneJobTakesAllCoresACrowdOneEach) {
  const auto lone = add("a");
  auto choice = next();
  EXPECT_TRUE(choice.all_cores);
  EXPECT_TRUE(choice.first);
  end(choice);
  add("b");
  EXPECT_FALSE(next().all_cores);
  EXPECT_FALSE(next().all_cores);
  EXPECT_FALSE(roster.next(now));
}

TEST_F(RosterTest, FirstChunksComeBeforeLaterOnes) {
  const auto book = add("a", 100'000);
  end(next());
  const auto other = add("b");
  const auto third = add("a");
  EXPECT_EQ(next().job, other) << "the client that has had less";
  EXPECT_EQ(next().job, third);
}

TEST_F(RosterTest, AFirstChunkDoesNotWaitForALongOneToEnd) {
  add("a");
  add("b");
  end(next());
  end(next());
  const auto one = next();
  const auto two = next();
  EXPECT_FALSE(roster.next(now)) << "all cores are busy";
  const auto late = add("c");
  EXPECT_EQ(next().job, late);
  add("d");
  EXPECT_FALSE(roster.next(now)) << "one at a time";
}

TEST_F(RosterTest, AClientWithTenRequestsGetsOneClientsShare) {
  std::vector<std::shared_ptr<FakeJob>> many;
  for (int i = 0; i < 4; ++i) many.push_back(add("greedy", 100'000, false));
  const auto single = add("modest", 100'000, false);
  turns(5);
  int of_single = 0;
  for (const auto* who : turns(20)) of_single += who == single.get() ? 1 : 0;
  EXPECT_NEAR(of_single, 10, 1);
}

TEST_F(RosterTest, AShortRequestIsNotStuckBehindBooksOfItsOwnClient) {
  for (int i = 0; i < 3; ++i) add("a", 100'000, false);
  turns(30);
  const auto brief = add("a", 200, false);
  EXPECT_EQ(next().job, brief);
}

TEST_F(RosterTest, AClientThatComesLateOwesNothingAndIsOwedNothing) {
  const auto early = add("early", 100'000, false);
  turns(20);
  const auto late = add("late", 100'000, false);
  int of_late = 0;
  for (const auto* who : turns(20)) of_late += who == late.get() ? 1 : 0;
  EXPECT_NEAR(of_late, 10, 1);
}

TEST_F(RosterTest, AStreamThatWouldRunDryComesBeforeEverythingElse) {
  const auto stream = add("a");
  end(next(), Turn::State::more, 2);
  now += 1900ms;
  add("b", 1000, false);
  add("c");
  const auto choice = next();
  EXPECT_EQ(choice.job, stream);
  EXPECT_TRUE(choice.all_cores) << "one core would be too late";
  EXPECT_NEAR(end(choice).stalled_s, 0.1, 0.2);
}

TEST_F(RosterTest, AJobFarAheadOfItsListenerRests) {
  const auto slow = add("a");
  end(next());
  slow->unsent = 31;
  EXPECT_FALSE(roster.next(now));
  slow->unsent = 20;
  EXPECT_FALSE(roster.next(now)) << "still well ahead";
  EXPECT_FALSE(slow->can_go_on());
  slow->unsent = 14;
  EXPECT_TRUE(slow->can_go_on());
  now += 10min;
  const auto choice = next();
  EXPECT_EQ(choice.job, slow);
  EXPECT_EQ(end(choice).stalled_s, 0) << "it never was without something to take";
}

TEST_F(RosterTest, AJobThatIsHeardLaterNeverRests) {
  const auto whole = add("a", 1000, false);
  whole->unsent = 1000;
  EXPECT_EQ(next().job, whole);
}

TEST_F(RosterTest, TextThatComesBitByBit) {
  const auto stream = add("a", 0);
  end(next(), Turn::State::waiting);
  EXPECT_FALSE(roster.next(now));
  now += 1min;
  roster.wake(*stream, now);
  auto choice = next();
  EXPECT_EQ(choice.job, stream);
  EXPECT_TRUE(choice.first) << "its listener has been waiting for text";
  roster.wake(*stream, now);
  EXPECT_EQ(end(choice, Turn::State::waiting).stalled_s, 0);
  EXPECT_EQ(next().job, stream) << "woken while it was busy";
}

TEST_F(RosterTest, TheQueueHasAnEnd) {
  for (int i = 0; i < 6; ++i) add("a", 50);  // four wait, two cores are free
  const auto refused = roster.add(job("a"), now);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->why, Roster::Refusal::queue_full);
  EXPECT_GE(refused->retry_after_s, 1);
}

TEST_F(RosterTest, AClientHasALimit) {
  Roster strict{{.cores = 2, .waiting = 64, .per_client = 2, .wait = 30s}};
  EXPECT_FALSE(strict.add(job("a"), now));
  EXPECT_FALSE(strict.add(job("a"), now));
  EXPECT_EQ(strict.add(job("a"), now)->why, Roster::Refusal::too_many_of_client);
  EXPECT_FALSE(strict.add(job("b"), now));
}

TEST_F(RosterTest, WhoWouldWaitTooLongIsToldWhenToComeAgain) {
  Roster strict{{.cores = 1, .waiting = 64, .per_client = 64, .wait = 5s}};
  std::optional<Roster::Refused> refused;
  int taken = 0;
  for (; !refused && taken < 64; ++taken) refused = strict.add(job("a", 1000), now);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->why, Roster::Refusal::wait_too_long);
  EXPECT_NEAR(refused->retry_after_s, strict.expected_wait_s() - 5, 1);
}

TEST_F(RosterTest, CancelledAndLateJobsLeave) {
  const auto begun = add("c");
  end(next());
  const auto gone = add("a");
  const auto late = add("b");
  CancelSource cancel = gone->facts().cancel;
  cancel.cancel();
  auto leaving = roster.sweep(now);
  EXPECT_EQ(leaving.cancelled, std::vector<std::shared_ptr<Job>>{gone});
  EXPECT_TRUE(leaving.expired.empty());
  ASSERT_TRUE(roster.next_expiry());
  now = *roster.next_expiry();
  leaving = roster.sweep(now);
  EXPECT_EQ(leaving.expired, std::vector<std::shared_ptr<Job>>{late});
  EXPECT_EQ(roster.size(), 1U);
  EXPECT_FALSE(roster.next_expiry());
}

class BatchRosterTest : public RosterTest {
 protected:
  std::vector<const Job*> jobs_of(const std::vector<Roster::Choice>& batch) {
    std::vector<const Job*> jobs;
    for (const auto& choice : batch) jobs.push_back(choice.job.get());
    return jobs;
  }
  void end_all(const std::vector<Roster::Choice>& batch, double taken_s) {
    now += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(taken_s));
    for (const auto& choice : batch) {
      const auto ended = roster.end_turn(choice, {Turn::State::more, 5, 77}, now);
      core_s.push_back(ended.core_s);
    }
  }

  BatchRosterTest() : RosterTest({.cores = 1, .batch = 3, .waiting = 10, .per_client = 100, .wait = 30s}) {}
  std::vector<double> core_s;
};

TEST_F(BatchRosterTest, ReadyJobsOfTheVersionJoinTheTurnAndShareItsTime) {
  const auto one = add("one", 1000, false);
  const auto old = std::make_shared<FakeJob>(
      Job::Facts{.client = "old", .version = ModelVersion::v0_19, .expected_characters = 1000, .live = false});
  ASSERT_FALSE(roster.add(old, now));
  const auto two = add("two", 1000, false);
  const auto batch = roster.next_batch(now);
  EXPECT_EQ(jobs_of(batch), (std::vector<const Job*>{one.get(), two.get()}));
  EXPECT_EQ(roster.running(), 1U) << "a batch is one turn";
  end_all(batch, 0.6);
  ASSERT_EQ(core_s.size(), 2U);
  EXPECT_NEAR(core_s[0], 0.3, 1e-6);
  EXPECT_NEAR(core_s[1], 0.3, 1e-6);
  EXPECT_EQ(roster.running(), 0U);
  EXPECT_EQ(jobs_of(roster.next_batch(now)), (std::vector<const Job*>{old.get()}));
}

TEST_F(BatchRosterTest, ABatchIsNoLargerThanTheDeviceTakesAndTheFirstToRunDryGoFirst) {
  roster.learn_pace(ModelVersion::v1_0, 1000, 65, 3);  // fast enough for four listeners
  std::vector<std::shared_ptr<FakeJob>> streams;
  for (const char* client : {"a", "b", "c", "d"}) streams.push_back(add(client));
  const auto first = roster.next_batch(now);
  ASSERT_EQ(first.size(), 3U);
  end_all(first, 0.1);
  // The one that has not begun, then those whose audio ends first; all three have the same.
  const auto second = roster.next_batch(now);
  ASSERT_EQ(second.size(), 3U);
  const auto jobs = jobs_of(second);
  EXPECT_EQ(std::count(jobs.begin(), jobs.end(), streams[3].get()), 1);
}

}  // namespace
}  // namespace kokoro::server
