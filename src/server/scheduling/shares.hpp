#pragma once

#include <list>

#include "server/scheduling/pace.hpp"
#include "server/scheduling/roster_entry.hpp"

namespace kokoro::server {

/// Marks the streams that are more than their client's part of the cores, where the clients together want more than
/// there is: the newest ones of whoever has most. Each client keeps one. Nothing is marked while there is enough for
/// all, or only one client.
void mark_surplus(std::list<RosterEntry>& entries, const Pace& pace, int cores, RosterEntry::Clock::time_point now);

/// Whether one more client could have a stream if the others had one each.
bool has_part_for_one_more(const std::list<RosterEntry>& entries, const Pace& pace, int cores,
                           const std::string& client, ModelVersion version);

}  // namespace kokoro::server
