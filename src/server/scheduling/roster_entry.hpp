#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "server/scheduling/demand.hpp"
#include "server/scheduling/forecast.hpp"
#include "server/scheduling/job.hpp"
#include "server/scheduling/pace.hpp"

namespace kokoro::server {

inline double seconds(std::chrono::duration<double> time) { return time.count(); }

/// A job on the roster: what it has had, and what is foreseen of it. Not thread-safe.
struct RosterEntry {
  using Clock = std::chrono::steady_clock;
  enum class State : std::uint8_t { ready, busy, waiting };

  std::shared_ptr<Job> job;
  Clock::time_point arrived;
  State state = State::ready;
  bool checking = false;    ///< its next turn is a slice of its check
  bool begun = false;       ///< it has made its first chunk
  bool woken = false;       ///< while it was busy
  bool ahead = false;       ///< far ahead of its listener
  bool surplus = false;     ///< a stream more than its client's part of the cores allows, while others want theirs
  Clock::time_point dry{};  ///< when its listener has heard all that was made
  Clock::time_point first_audio{};
  double made_s = 0;           ///< audio
  double spoken_s = 0;         ///< of it, by the model
  double made_characters = 0;  ///< of text that became it
  double last_chunk_s = 0;
  double next_characters = 0;  ///< of its next chunk; 0: not known
  double core_s = 0;           ///< had so far

  // Of the turn that it has:
  int threads = 0;
  int sharers = 1;             ///< turns of its batch, which share the threads
  double turn_core_s = 0;      ///< had so far
  double foreseen_core_s = 0;  ///< for all of it; its client was charged that

  const Job::Facts& facts() const { return job->facts(); }
  bool cancelled() const { return facts().cancel.token().cancelled(); }
  /// Also while a slice of its check is under way.
  bool is_waiting_to_begin() const { return !begun && (state == State::ready || checking) && !cancelled(); }
  /// Whether it would be its client's first stream.
  bool wants_first_stream() const { return facts().live && !checking && is_waiting_to_begin(); }
  bool is_ready() const { return state == State::ready && !ahead; }
  /// Whether its listener hears it and could run dry.
  bool is_stream() const { return begun && facts().live && state != State::waiting; }

  double left_audio_s(const Pace& pace) const;
  double next_audio_s(const Pace& pace) const;
  double next_core_s(const Pace& pace) const { return next_audio_s(pace) * rate(pace); }
  /// Core seconds for a second of its audio, of which silence costs nothing.
  double rate(const Pace& pace) const { return pace.core_s_per_audio_s(facts().version) * spoken_share(); }
  /// Core seconds of its next turn.
  double turn_core_s_foreseen(const Pace& pace) const { return checking ? seconds(kCheckSlice) : next_core_s(pace); }
  /// Core seconds that are left of its running turn.
  double left_core_s() const;

  /// Notes that its turn made audio. Returns for how many seconds the listener had nothing to hear before that.
  double heard(const Turn& turn, Clock::time_point now);

  /// Seconds until its listener has nothing left to hear. A client that takes its audio more slowly than real time has
  /// something to hear as long as there are bytes that it has not taken.
  double slack_s(Clock::time_point now) const;
  /// The job's demand in the long run. A job that has not begun is taken to begin now and to have its first audio after
  /// the core time that its first chunk costs.
  Demand demand(const Pace& pace, Clock::time_point now) const;
  /// How fast its listener takes what was made; less than 1 of one that is far behind.
  double heard_s_per_s(Clock::time_point now) const;
  StreamForecast forecast(const Pace& pace, Clock::time_point now) const;

 private:
  double spoken_share() const;
  double audio_s(const Pace& pace, double characters) const;
  double longest_audio_s(const Pace& pace, double before_s) const;
};

}  // namespace kokoro::server
