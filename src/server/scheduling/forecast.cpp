#include "server/scheduling/forecast.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <vector>

namespace kokoro::server {
namespace {

/// Turns of each stream that are followed: after those every stream has what it has now, or the long run is at fault.
constexpr int kTurns = 3;

/// Plays the turns that are foreseen.
class Forecast {
 public:
  Forecast(std::span<const StreamForecast> streams, int cores, double uncertainty)
      : cores_(cores), uncertainty_(uncertainty) {
    for (const StreamForecast& stream : streams)
      followed_.push_back({&stream, stream.slack_s, stream.next_audio_s, stream.left_audio_s});
    first_ = streams.data();
  }

  double play(std::span<const TurnForecast> turns) {
    for (const TurnForecast& turn : turns) {
      const auto stream = turn.stream == nullptr ? kNobody : static_cast<std::size_t>(turn.stream - first_);
      if (stream != kNobody) followed_[stream].busy = true;
      begin({turn.left_core_s, turn.threads, stream});
    }
    for (std::size_t i = 0; i < followed_.size(); ++i) {
      if (!followed_[i].busy && followed_[i].dry_s) ready_.push({*followed_[i].dry_s, i});
    }
    while (true) {
      while (running_.size() < static_cast<std::size_t>(cores_) && !ready_.empty()) begin_most_urgent();
      if (running_.empty()) return gap_s_;
      end_next();
    }
  }

 private:
  static constexpr auto kNobody = std::numeric_limits<std::size_t>::max();
  struct Followed {
    const StreamForecast* forecast;
    std::optional<double> dry_s;
    double next_audio_s;
    double left_audio_s;
    int turns = 0;
    bool busy = false;
  };
  struct Running {
    double left_core_s;
    int threads;
    std::size_t stream;
  };
  struct Ready {
    double dry_s;
    std::size_t stream;
    bool operator>(const Ready& other) const { return dry_s > other.dry_s; }
  };

  double core_s(const Followed& stream) const { return stream.next_audio_s * stream.forecast->core_s_per_audio_s; }

  void begin(const Running& turn) {
    running_.push_back(turn);
    threads_ += turn.threads;
  }

  void begin_most_urgent() {
    const std::size_t stream = ready_.top().stream;
    ready_.pop();
    begin({core_s(followed_[stream]), 1, stream});
  }

  double speed(const Running& turn) const { return turn.threads * std::min(1.0, double(cores_) / threads_); }

  /// Goes on to the end of a turn.
  void end_next() {
    double step_s = std::numeric_limits<double>::infinity();
    for (const Running& turn : running_) step_s = std::min(step_s, turn.left_core_s / speed(turn));
    for (Running& turn : running_) turn.left_core_s -= step_s * speed(turn);
    now_s_ += step_s;
    const auto ended = std::min_element(running_.begin(), running_.end(), [](const Running& a, const Running& b) {
      return a.left_core_s < b.left_core_s;
    });
    const Running turn = *ended;
    running_.erase(ended);
    threads_ -= turn.threads;
    if (turn.stream != kNobody) deliver(turn.stream);
  }

  void deliver(std::size_t index) {
    Followed& stream = followed_[index];
    if (stream.dry_s) gap_s_ = std::max(gap_s_, now_s_ + uncertainty_ * core_s(stream) - *stream.dry_s);
    stream.dry_s = stream.dry_s.value_or(now_s_) + stream.next_audio_s;
    stream.left_audio_s -= stream.next_audio_s;
    stream.next_audio_s = std::min(stream.left_audio_s, stream.forecast->later_audio_s);
    if (++stream.turns < kTurns && stream.left_audio_s > 0) ready_.push({*stream.dry_s, index});
  }

  const int cores_;
  const double uncertainty_;
  const StreamForecast* first_;
  double now_s_ = 0;
  double gap_s_ = -std::numeric_limits<double>::infinity();
  int threads_ = 0;  ///< of all that run
  std::vector<Followed> followed_;
  std::vector<Running> running_;
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready_;
};

}  // namespace

double foreseen_gap_s(std::span<const StreamForecast> streams, std::span<const TurnForecast> turns, int cores,
                      double uncertainty) {
  return Forecast(streams, cores, uncertainty).play(turns);
}

}  // namespace kokoro::server
