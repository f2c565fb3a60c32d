#pragma once

#include <list>
#include <vector>

#include "server/scheduling/demand.hpp"
#include "server/scheduling/forecast.hpp"
#include "server/scheduling/roster_entry.hpp"

namespace kokoro::server {

/// Admission control: whether the cores have room for one more turn, judged by what the jobs of a roster are forecast
/// to need at one moment. Keeps references to the jobs. Not thread-safe.
class Admission {
 public:
  Admission(const std::list<RosterEntry>& entries, const Pace& pace, int cores, RosterEntry::Clock::time_point now);

  /// Whether a turn of `entry`, which is no stream yet, leaves all streams without gaps: in the long run and in their
  /// next turns. If it is to be a stream, with all that follows.
  bool has_room_for(const RosterEntry& entry);

  /// Whether a turn of a stream leaves less of a gap, its own or another's, if it takes all cores.
  bool is_better_on_all_cores(const RosterEntry& stream);

 private:
  void follow(const RosterEntry& entry);
  double gap_s() const;

  const Pace& pace_;
  const int cores_;
  const RosterEntry::Clock::time_point now_;
  std::vector<Demand> demands_;
  std::vector<StreamForecast> forecasts_;
  std::vector<const RosterEntry*> streams_;  ///< of each forecast
  std::vector<TurnForecast> turns_;          ///< refer to the forecasts
  double others_core_s_ = 0;                 ///< left of turns of nobody who listens
};

}  // namespace kokoro::server
