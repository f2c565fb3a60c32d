#pragma once

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "server/scheduling/roster.hpp"

namespace kokoro::server {

/// What one chunk of a text really is; the roster learns of it only what a turn tells.
struct SimulatedChunk {
  double characters = 0;
  double audio_s = 0;
  double core_s = 0;
};

/// One request and what became of it.
struct SimulatedRequest {
  std::string client;
  double arrives_s = 0;
  bool live = true;
  std::vector<SimulatedChunk> chunks;

  std::optional<Roster::Refusal> refused = {};
  bool expired = false;
  double first_audio_s = -1;  ///< after it arrived
  double end_s = -1;
  int stalls = 0;
  double longest_stall_s = 0;

  double audio_s() const {
    double sum = 0;
    for (const auto& chunk : chunks) sum += chunk.audio_s;
    return sum;
  }
};

/// Plays requests against a roster in simulated time. Turns share the cores as threads do: where there are more threads
/// than cores each gets its part. Listeners take all audio as soon as it is made, and hear it at its own speed.
class SimulatedMachine {
 public:
  SimulatedMachine(const Roster::Limits& limits, double other_programs = 0)
      : roster_(limits), cores_(limits.cores), other_programs_(other_programs) {}

  Roster& roster() { return roster_; }

  void play(std::vector<SimulatedRequest>& requests) {
    std::vector<SimulatedRequest*> coming;
    for (auto& request : requests) coming.push_back(&request);
    std::stable_sort(coming.begin(), coming.end(), [](auto* a, auto* b) { return a->arrives_s < b->arrives_s; });
    std::size_t arrived = 0;
    while (true) {
      for (; arrived < coming.size() && coming[arrived]->arrives_s <= now_s_; ++arrived) arrive(*coming[arrived]);
      for (const auto& job : roster_.sweep(now()).expired) static_cast<PlayedJob&>(*job).request.expired = true;
      while (auto choice = roster_.next(now())) begin(std::move(*choice));
      double until_s = std::numeric_limits<double>::infinity();
      if (arrived < coming.size()) until_s = coming[arrived]->arrives_s - now_s_;
      if (const auto expiry = roster_.next_expiry()) until_s = std::min(until_s, seconds_until(*expiry));
      for (const auto& turn : running_) until_s = std::min(until_s, turn.left_core_s / speed(turn));
      if (until_s == std::numeric_limits<double>::infinity()) return;
      pass(std::max(until_s, 0.0) + 1e-6);
    }
  }

 private:
  class PlayedJob final : public Job {
   public:
    PlayedJob(Facts facts, SimulatedRequest& played) : Job(std::move(facts)), request(played) {}
    Turn take_turn(bool) override { return {}; }
    double unsent_s() const override { return 0; }
    void expire(int) override {}
    SimulatedRequest& request;
    std::size_t made = 0;  ///< chunks
    double dry_s = 0;
  };
  struct RunningTurn {
    Roster::Choice choice;
    double began_s;
    double left_core_s;
  };

  Roster::Clock::time_point now() const {
    return Roster::Clock::time_point() + std::chrono::hours(1) +
           std::chrono::duration_cast<Roster::Clock::duration>(std::chrono::duration<double>(now_s_));
  }
  double seconds_until(Roster::Clock::time_point t) const { return std::chrono::duration<double>(t - now()).count(); }

  void arrive(SimulatedRequest& request) {
    double characters = 0;
    for (const auto& chunk : request.chunks) characters += chunk.characters;
    auto job = std::make_shared<PlayedJob>(Job::Facts{.client = request.client,
                                                      .expected_characters = characters,
                                                      .first_characters = request.chunks[0].characters,
                                                      .live = request.live},
                                           request);
    if (const auto refused = roster_.add(std::move(job), now())) request.refused = refused->why;
  }

  void begin(Roster::Choice choice) {
    const auto& job = static_cast<PlayedJob&>(*choice.job);
    running_.push_back({std::move(choice), now_s_, job.request.chunks[job.made].core_s});
  }

  int threads(const RunningTurn& turn) const { return turn.choice.all_cores ? cores_ : 1; }

  /// Core seconds that a turn gets in a second.
  double speed(const RunningTurn& turn) const {
    double all = other_programs_;
    for (const auto& other : running_) all += threads(other);
    return threads(turn) * std::min(1.0, cores_ / all);
  }

  void pass(double s) {
    std::vector<double> speeds;
    for (const auto& turn : running_) speeds.push_back(speed(turn));
    for (std::size_t i = 0; i < running_.size(); ++i) running_[i].left_core_s -= speeds[i] * s;
    now_s_ += s;
    for (auto turn = running_.begin(); turn != running_.end();) {
      if (turn->left_core_s > 1e-9) {
        ++turn;
        continue;
      }
      const RunningTurn ended = *turn;
      turn = running_.erase(turn);
      end(ended);
    }
  }

  void end(const RunningTurn& ended) {
    auto& job = static_cast<PlayedJob&>(*ended.choice.job);
    auto& request = job.request;
    const auto& chunk = request.chunks[job.made++];
    if (request.first_audio_s < 0) {
      request.first_audio_s = now_s_ - request.arrives_s;
      job.dry_s = now_s_;
    }
    if (request.live && now_s_ > job.dry_s) {
      ++request.stalls;
      request.longest_stall_s = std::max(request.longest_stall_s, now_s_ - job.dry_s);
    }
    job.dry_s = std::max(job.dry_s, now_s_) + chunk.audio_s;
    const bool done = job.made == request.chunks.size();
    if (done) request.end_s = now_s_ - request.arrives_s;
    roster_.end_turn(
        ended.choice,
        {done ? Turn::State::done : Turn::State::more, chunk.audio_s, static_cast<std::size_t>(chunk.characters),
         done ? 0 : static_cast<std::size_t>(request.chunks[job.made].characters)},
        now());
  }

  Roster roster_;
  const int cores_;
  const double other_programs_;
  double now_s_ = 0;
  std::vector<RunningTurn> running_;
};

}  // namespace kokoro::server
