#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <kokoro/cancel_token.hpp>
#include <kokoro/version.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace kokoro::server {

/// What a turn of a job came to.
struct Turn {
  enum class State : std::uint8_t {
    more,     ///< another turn makes another chunk
    waiting,  ///< nothing to do until Scheduler::wake(): its text is still being written
    done
  };
  State state = State::done;
  double audio_s = 0;               ///< made in this turn
  std::size_t characters = 0;       ///< of text that became it
  std::size_t next_characters = 0;  ///< of text that the next turn makes speech of; 0: not known
  double silence_s = 0;             ///< of audio_s: that the text asked for, which costs next to nothing
  bool checking = false;            ///< the turn was a slice of a check, and the next one is another
};

/// How long a turn that checks a request goes on, so that others wait no longer.
inline constexpr std::chrono::milliseconds kCheckSlice{10};

/// Speech that is made in turns of one chunk, or what is to be done before it or besides. One thread at a time, but for
/// unsent_s().
class Job {
 public:
  /// What its turns depend on; fixed.
  struct Facts {
    std::string client = {};  ///< who shares one client's part of the machine: an API key or an address
    ModelVersion version = kDefaultVersion;
    double expected_characters = 0;  ///< of text; 0: not known, the text comes bit by bit
    double first_characters = 0;     ///< of what the first turn makes; 0: not known
    double speed = 1;                ///< asked for
    bool live = true;                ///< it is heard while it is made, and must not run dry
    bool checks = false;             ///< its first turns are slices of a check, and end after kCheckSlice
    CancelSource cancel = {};
  };

  explicit Job(Facts facts) : facts_(std::move(facts)) {}
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  const Facts& facts() const { return facts_; }

  /// Makes one chunk on this thread, on all cores or on one. Ends early when the token is cancelled.
  virtual Turn take_turn(bool all_cores) = 0;

  /// A turn of each job of `batch`, which begins with this one, on this thread. All are of one version and of one kind
  /// of job. None depends on the others; the turns come in the order of the jobs.
  virtual std::vector<Turn> take_turns(std::span<Job* const> batch, bool all_cores) {
    std::vector<Turn> turns;
    for (Job* job : batch) turns.push_back(job->take_turn(all_cores));
    return turns;
  }

  /// Audio that was made and that its listener has not taken yet. A job that is far ahead gets no turn until that has
  /// become less, which Scheduler::wake() tells. Thread-safe.
  virtual double unsent_s() const = 0;

  /// Whether it is so far ahead of its listener that it rests, which bounds the memory. Thread-safe.
  bool look_at_listener() {
    ahead_ = facts_.live && unsent_s() > (ahead_ ? kNoLongerAheadS : kFarAheadS);
    return ahead_;
  }
  /// Whether it rests for no reason any more. Thread-safe.
  bool can_go_on() const { return ahead_ && unsent_s() <= kNoLongerAheadS; }

  /// Instead of its first chunk: it has waited too long. `retry_after_s`: when a new attempt is likely to succeed.
  virtual void expire(int retry_after_s) = 0;

  /// When it has left the scheduler that took it in, and no longer counts among its client's: after its last turn,
  /// after expire() or when it was cancelled.
  virtual void left() {}

 private:
  static constexpr double kFarAheadS = 30;
  static constexpr double kNoLongerAheadS = 15;

  const Facts facts_;
  std::atomic<bool> ahead_ = false;
};

}  // namespace kokoro::server
