#include "server/scheduling/roster_for_test.hpp"

/// What one client can and cannot take from the others: turns of checks, places in the queue, what streams need.
namespace kokoro::server {
namespace {

/// On a machine that keeps up with many listeners.
class RosterFairnessTest : public RosterTest {
 protected:
  void SetUp() override {
    for (int i = 0; i < 50; ++i) roster.learn_pace(kDefaultVersion, 100, 6.5, 0.65);
  }
};

TEST_F(RosterFairnessTest, AChecksSlicesComeBesideTheTurnsThatSpeak) {
  for (const char* client : {"a", "b", "c"}) add(client);
  std::vector<Roster::Choice> busy{next(), next(), next()};  // both cores, and one first chunk more
  EXPECT_FALSE(roster.next(now));
  const auto checked = add_check("d");
  const auto slice = next();
  EXPECT_EQ(slice.job, checked);
  EXPECT_FALSE(slice.first) << "it does not speak yet";
  EXPECT_FALSE(slice.all_cores);
  add_check("e");
  EXPECT_FALSE(roster.next(now)) << "one slice at a time";
  end_slice(slice, false);
  EXPECT_NE(next().job, checked) << "its first chunk waits as others do, a slice does not";
}

TEST_F(RosterFairnessTest, ALongCheckOfOneClientLetsTheOthersPass) {
  const auto slow = add_check("a");
  for (int i = 0; i < 20; ++i) {
    const auto choice = next();
    ASSERT_EQ(choice.job, slow);
    end_slice(choice, true);
  }
  const auto quick = add_check("b");
  const auto choice = next();
  EXPECT_EQ(choice.job, quick);
  end_slice(choice, false);
  const auto spoken = next();
  EXPECT_EQ(spoken.job, slow) << "the slice beside";
  const auto first = next();
  EXPECT_EQ(first.job, quick);
  EXPECT_TRUE(first.first);
}

TEST_F(RosterFairnessTest, AChecksWaitEndsAsThatForATurnDoes) {
  add_check("a");
  const auto choice = next();
  now += 31s;
  end_slice(choice, true);
  EXPECT_EQ(roster.sweep(now).expired.size(), 1U);
  EXPECT_EQ(roster.size(), 0U);
}

TEST_F(RosterFairnessTest, AFullQueueTakesFromWhoHasMost) {
  std::vector<std::shared_ptr<FakeJob>> greedy;
  for (int i = 0; i < 6; ++i) greedy.push_back(add("a"));  // four that wait, and one for each core
  const auto refused = roster.add(job("a"), now);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->why, Roster::Refusal::queue_full);
  add("b");
  auto leaving = roster.sweep(now);
  ASSERT_EQ(leaving.expired.size(), 1U);
  EXPECT_EQ(leaving.expired[0], greedy[5]) << "the newest of the client that has most";
  add("c");
  add("d");
  EXPECT_EQ(roster.sweep(now).expired.size(), 2U);
  add("b");
  EXPECT_EQ(roster.sweep(now).expired.size(), 1U);
  EXPECT_TRUE(roster.add(job("b"), now)) << "two each: nobody has more than another";
}

TEST_F(RosterFairnessTest, ANewClientsWaitIsThatOfOneJobOfEachOther) {
  Roster wide({.cores = 1, .waiting = 1000, .per_client = 1000, .wait = 30min});
  for (int i = 0; i < 100; ++i) ASSERT_FALSE(wide.add(job("a", 1000, false), now)) << i;
  EXPECT_GT(wide.expected_wait_s(false), 20 * wide.expected_wait_s(false, 0));
}

TEST_F(RosterFairnessTest, SilenceTeachesNoPaceAndNeedsNone) {
  add("a", 100'000);
  const double usual_s = roster.expected_wait_s(false);
  for (int i = 0; i < 50; ++i) {
    const auto choice = next();
    now += 10ms;
    roster.end_turn(choice, {.state = Turn::State::more, .audio_s = 60.3, .characters = 1, .silence_s = 60}, now);
    choice.job->look_at_listener();
  }
  add("b", 60, false);
  EXPECT_LT(roster.expected_wait_s(false), 2 * usual_s) << "a character still takes a tenth of a second, not a minute";
  for (const char* client : {"c", "d", "e", "f"}) add(client);
}

}  // namespace
}  // namespace kokoro::server
