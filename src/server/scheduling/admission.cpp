#include "server/scheduling/admission.hpp"

#include <algorithm>

namespace kokoro::server {

Admission::Admission(const std::list<RosterEntry>& entries, const Pace& pace, int cores,
                     RosterEntry::Clock::time_point now)
    : pace_(pace), cores_(cores), now_(now) {
  forecasts_.reserve(entries.size() + 1);  // turns refer to them, and one more may be followed
  for (const RosterEntry& entry : entries) {
    const bool busy = entry.state == RosterEntry::State::busy;
    const bool heard = (entry.is_stream() && !entry.surplus) || (busy && entry.facts().live && !entry.checking);
    if (heard) follow(entry);
    if (!busy) continue;
    turns_.push_back({entry.left_core_s(), entry.threads, heard ? &forecasts_.back() : nullptr});
    if (!heard) others_core_s_ += entry.left_core_s();
  }
}

void Admission::follow(const RosterEntry& entry) {
  demands_.push_back(entry.demand(pace_, now_));
  forecasts_.push_back(entry.forecast(pace_, now_));
  streams_.push_back(&entry);
}

double Admission::gap_s() const { return foreseen_gap_s(forecasts_, turns_, cores_, pace_.uncertainty()); }

bool Admission::has_room_for(const RosterEntry& entry) {
  if (forecasts_.empty()) return true;
  const double core_s = entry.turn_core_s_foreseen(pace_);
  const bool becomes_stream = entry.facts().live && !entry.checking;
  if (becomes_stream) follow(entry);
  turns_.push_back({core_s, 1, becomes_stream ? &forecasts_.back() : nullptr});
  const bool room = core_s <= spare_core_s(demands_, cores_) - others_core_s_ && gap_s() <= 0;
  turns_.pop_back();
  if (becomes_stream) {
    demands_.pop_back();
    forecasts_.pop_back();
    streams_.pop_back();
  }
  return room;
}

bool Admission::is_better_on_all_cores(const RosterEntry& stream) {
  const auto at = std::find(streams_.begin(), streams_.end(), &stream) - streams_.begin();
  turns_.push_back({stream.next_core_s(pace_), 1, &forecasts_[static_cast<std::size_t>(at)]});
  const double on_one_s = gap_s();
  turns_.back() = {turns_.back().left_core_s * pace_.all_cores_cost(), cores_, turns_.back().stream};
  const bool better = on_one_s > 0 && gap_s() < on_one_s;
  turns_.pop_back();
  return better;
}

}  // namespace kokoro::server
