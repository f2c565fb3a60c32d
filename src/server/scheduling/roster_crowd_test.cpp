#include <gtest/gtest.h>

#include <random>

#include "server/scheduling/simulated_machine_for_test.hpp"

namespace kokoro::server {
namespace {

using namespace std::chrono_literals;

/// How a model speaks on a machine; each chunk differs from it by up to the spreads.
struct Model {
  double core_s_per_audio_s;
  double audio_s_per_character;
  double cost_spread = 0.1;
  double length_spread = 0.15;
};
constexpr Model kFull{0.28, 0.11};
constexpr Model kDemo{0.014, 0.075};

/// Texts as the chunker cuts them: a short first chunk, then up to twice as long ones.
class Crowd {
 public:
  explicit Crowd(std::uint32_t seed) : random_(seed) {}

  SimulatedRequest request(const std::string& client, const Model& model, double characters, double arrives_s = 0) {
    SimulatedRequest request{.client = client, .arrives_s = arrives_s, .chunks = {}};
    double chunk = draw(50, 105);
    while (characters > 0) {
      if (characters < chunk + 40) chunk = characters;
      const double audio_s = chunk * model.audio_s_per_character * around(model.length_spread);
      request.chunks.push_back(
          {std::round(chunk), audio_s, audio_s * model.core_s_per_audio_s * around(model.cost_spread)});
      characters -= chunk;
      chunk = std::min(2 * chunk, draw(120, 200));
    }
    return request;
  }
  double draw(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random_); }
  double around(double spread) { return draw(1 - spread, 1 + spread); }

 private:
  std::mt19937 random_;
};

Roster::Limits limits(int cores) { return {.cores = cores, .waiting = 64, .per_client = 16, .wait = 30s}; }

/// What became of all of them.
struct Outcome {
  int heard = 0;
  int refused = 0;
  int expired = 0;
  int stalls = 0;
  double longest_stall_s = 0;
};

struct Scene {
  Model model;
  int cores = 2;
  int requests = 16;
  double characters = 430;
  double within_s = 0.05;     ///< they come
  double whole = 0;           ///< share that is heard when it is finished
  double other_programs = 0;  ///< cores that they would take
};

constexpr int kSeeds = 10;

/// All of a scene with many seeds.
Outcome play(const Scene& scene) {
  Outcome all;
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    Crowd crowd(seed);
    SimulatedMachine machine(limits(scene.cores), scene.other_programs);
    const double audio_s = 37 * scene.model.audio_s_per_character;
    machine.roster().learn_pace(kDefaultVersion, 37, audio_s, audio_s * scene.model.core_s_per_audio_s);
    std::vector<SimulatedRequest> requests;
    for (int i = 0; i < scene.requests; ++i) {
      requests.push_back(crowd.request(std::to_string(i), scene.model, crowd.around(0.1) * scene.characters,
                                       crowd.draw(0, scene.within_s)));
      requests.back().live = crowd.draw(0, 1) >= scene.whole;
    }
    machine.play(requests);
    for (const auto& one : requests) {
      all.heard += one.end_s >= 0 ? 1 : 0;
      all.refused += one.refused ? 1 : 0;
      all.expired += one.expired ? 1 : 0;
      all.stalls += one.stalls;
      all.longest_stall_s = std::max(all.longest_stall_s, one.longest_stall_s);
    }
  }
  EXPECT_EQ(all.heard + all.refused + all.expired, kSeeds * scene.requests);
  return all;
}

/// Where texts last as long as foreseen nobody may be left without sound; of those that do not, two listeners in 100.
constexpr Model exact(Model model) {
  model.cost_spread = model.length_spread = 0;
  return model;
}
void expect_next_to_no_gaps(const Outcome& out) {
  EXPECT_LE(100 * out.stalls, 2 * out.heard) << out.longest_stall_s << " s";
}

TEST(RosterCrowd, FullSizeModelServesWhomItCanWithoutGaps) {
  for (const int listeners : {4, 16, 64}) {
    EXPECT_EQ(play({.model = exact(kFull), .requests = listeners}).stalls, 0);
    const Outcome out = play({.model = kFull, .requests = listeners});
    expect_next_to_no_gaps(out);
    // 0.28 core seconds for a second of speech: two cores keep up with 7, of whom 5 may be promised it.
    EXPECT_GE(out.heard, kSeeds * std::min(listeners, 5) - 3);
    EXPECT_LE(out.expired, 3) << "who has no place is told at once";
  }
}

TEST(RosterCrowd, BooksToo) {
  EXPECT_EQ(play({.model = exact(kFull), .characters = 20'000}).stalls, 0);
  const Outcome out = play({.model = kFull, .characters = 20'000});
  expect_next_to_no_gaps(out);
  EXPECT_GE(out.heard, kSeeds * 5);
}

TEST(RosterCrowd, SlowMachineServesOneAfterTheOther) {
  // The second chunk is twice as long as the first: one core needs as long for it as the first is heard.
  const Outcome out = play({.model = {0.5, 0.075}, .requests = 4});
  EXPECT_EQ(out.stalls, 0);
  EXPECT_GE(out.heard, kSeeds * 2);
}

TEST(RosterCrowd, ListenersWhoComeAndGo) {
  EXPECT_EQ(play({.model = exact(kFull), .requests = 100, .within_s = 1000}).stalls, 0);
  const Outcome out = play({.model = kFull, .requests = 100, .within_s = 1000});
  expect_next_to_no_gaps(out);
  EXPECT_GE(out.heard, kSeeds * 99);
}

TEST(RosterCrowd, WhatIsHeardLaterHoldsUpNobody) {
  EXPECT_EQ(play({.model = exact(kFull), .requests = 100, .within_s = 1000, .whole = 0.3}).stalls, 0);
  const Outcome out = play({.model = kFull, .requests = 100, .within_s = 1000, .whole = 0.3});
  expect_next_to_no_gaps(out);
  EXPECT_GE(out.heard, kSeeds * 99);
}

TEST(RosterCrowd, FastModelServesAll) {
  const Outcome out = play({.model = kDemo, .requests = 64});
  EXPECT_EQ(out.stalls, 0);
  EXPECT_EQ(out.heard, kSeeds * 64);
}

TEST(RosterCrowd, OtherProgramsTakeTheirPart) {
  const Outcome out = play({.model = kFull, .requests = 64, .other_programs = 0.5});
  EXPECT_LT(out.longest_stall_s, 1);
  EXPECT_GE(out.heard, kSeeds * 3);
}

TEST(RosterCrowd, ManyCores) {
  EXPECT_EQ(play({.model = exact(kFull), .cores = 8, .requests = 64}).stalls, 0);
  const Outcome out = play({.model = kFull, .cores = 8, .requests = 64});
  expect_next_to_no_gaps(out);
  EXPECT_GE(out.heard, kSeeds * 22);
}

/// One client has as many listeners as two cores can be promised to keep up with.
TEST(RosterCrowd, ANewClientHasItsPartFromWhoHasMost) {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    Crowd crowd(seed);
    SimulatedMachine machine(limits(2));
    machine.roster().learn_pace(kDefaultVersion, 37, 4.07, 4.07 * kFull.core_s_per_audio_s);
    std::vector<SimulatedRequest> requests;
    for (int i = 0; i < 8; ++i) requests.push_back(crowd.request("a", kFull, 4000, 0.01 * i));
    requests.push_back(crowd.request("b", kFull, 1500, 60));
    machine.play(requests);
    const SimulatedRequest& other = requests.back();
    ASSERT_GE(other.first_audio_s, 0) << seed;
    EXPECT_LT(other.first_audio_s, 15) << seed << ": it does not wait until the others end";
    EXPECT_EQ(other.stalls, 0) << seed << " for " << other.longest_stall_s << " s";
    EXPECT_EQ(requests.front().stalls, 0) << seed << ": nor does the first stream of the client that has many";
    for (const auto& one : requests) {
      EXPECT_TRUE(one.refused || one.end_s >= 0) << seed << ": who was let in is spoken to the end";
    }
  }
}

}  // namespace
}  // namespace kokoro::server
