#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/scheduling/roster.hpp"

namespace kokoro::server {

using namespace std::chrono_literals;

class FakeJob final : public Job {
 public:
  using Job::Job;
  Turn take_turn(bool) override { return {}; }
  double unsent_s() const override { return unsent; }
  void expire(int) override {}
  double unsent = 0;
};

/// A roster with a clock that the test moves, and jobs by name.
class RosterTest : public testing::Test {
 protected:
  using Clock = Roster::Clock;

  /// `characters`: 100 are about 6.5 s of speech.
  std::shared_ptr<FakeJob> job(const std::string& client, double characters = 1000, bool live = true) {
    return std::make_shared<FakeJob>(Job::Facts{.client = client, .expected_characters = characters, .live = live});
  }
  std::shared_ptr<FakeJob> add(const std::string& client, double characters = 1000, bool live = true) {
    auto made = job(client, characters, live);
    EXPECT_FALSE(roster.add(made, now));
    return made;
  }
  Roster::Choice next() {
    auto choice = roster.next(now);
    EXPECT_TRUE(choice);
    return choice.value_or(Roster::Choice{});
  }
  /// The turn makes `audio_s` of speech at the pace of 0.1 core seconds for each, beside no other.
  Roster::Ended end(const Roster::Choice& choice, Turn::State state = Turn::State::more, double audio_s = 5) {
    const double taken_s = 0.1 * audio_s / (choice.all_cores ? cores : 1);
    now += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(taken_s));
    return roster.end_turn(choice, {state, audio_s, static_cast<std::size_t>(audio_s / 0.065)}, now);
  }
  /// A turn that was a slice of a check.
  Roster::Ended end_slice(const Roster::Choice& choice, bool more) {
    now += kCheckSlice;
    return roster.end_turn(choice, {.state = Turn::State::more, .next_characters = more ? 0U : 60U, .checking = more},
                           now);
  }
  std::shared_ptr<FakeJob> add_check(const std::string& client) {
    auto made = std::make_shared<FakeJob>(Job::Facts{.client = client, .expected_characters = 1000, .checks = true});
    EXPECT_FALSE(roster.add(made, now));
    return made;
  }
  /// One job after the other takes its turn; who did.
  std::vector<const Job*> turns(int count) {
    std::vector<const Job*> who;
    for (int i = 0; i < count; ++i) {
      const auto choice = next();
      who.push_back(choice.job.get());
      end(choice);
    }
    return who;
  }

  static constexpr int cores = 2;
  explicit RosterTest(const Roster::Limits& limits = {.cores = cores, .waiting = 4, .per_client = 100, .wait = 30s})
      : roster(limits) {}
  Roster roster;
  Clock::time_point now = Clock::time_point() + 1h;
};

}  // namespace kokoro::server
