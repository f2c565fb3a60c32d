#include "server/scheduling/shares.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "server/scheduling/demand.hpp"

namespace kokoro::server {
namespace {

/// Of the cores: streams may need so much before some of them are held back, once all have begun. A little above what
/// they may need to begin, since what they need is an estimate.
constexpr double kBegun = 0.9;

struct Client {
  double need = 0;  ///< core seconds for each second
  std::vector<RosterEntry*> streams;
};

/// What each may have so that all together have `all`: as much as every other, or as it needs.
double part_of_each(const std::map<std::string, Client>& clients, double all) {
  std::vector<double> needs;
  for (const auto& [name, client] : clients) needs.push_back(client.need);
  std::sort(needs.begin(), needs.end());
  std::size_t left = needs.size();
  for (const double need : needs) {
    if (need > all / static_cast<double>(left)) break;
    all -= need;
    if (--left == 0) break;
  }
  return left == 0 ? needs.back() : all / static_cast<double>(left);
}

}  // namespace

void mark_surplus(std::list<RosterEntry>& entries, const Pace& pace, int cores, RosterEntry::Clock::time_point now) {
  std::map<std::string, Client> clients;
  const auto need_of = [&](const RosterEntry& entry) { return entry.rate(pace) * entry.heard_s_per_s(now); };
  for (RosterEntry& entry : entries) {
    entry.surplus = false;
    if (!entry.is_stream()) continue;
    Client& client = clients[entry.facts().client];
    client.need += need_of(entry);
    client.streams.push_back(&entry);
  }
  bool somebody_new = false;
  for (const RosterEntry& entry : entries) {
    if (!entry.wants_first_stream()) continue;
    Client& client = clients[entry.facts().client];
    if (!client.streams.empty() || client.need > 0) continue;
    client.need = entry.rate(pace);
    somebody_new = true;
  }
  if (clients.size() < 2) return;
  double all = 0;
  for (const auto& [name, client] : clients) all += client.need;
  if (all <= (somebody_new ? kUsable : kBegun) * cores) return;
  const double part = part_of_each(clients, kUsable * cores);
  for (auto& [name, client] : clients) {
    std::sort(client.streams.begin(), client.streams.end(),
              [](const RosterEntry* a, const RosterEntry* b) { return a->first_audio < b->first_audio; });
    while (client.need > part && client.streams.size() > 1) {
      client.need -= need_of(*client.streams.back());
      client.streams.back()->surplus = true;
      client.streams.pop_back();
    }
  }
}

bool has_part_for_one_more(const std::list<RosterEntry>& entries, const Pace& pace, int cores,
                           const std::string& client, ModelVersion version) {
  std::map<std::string, double> needs;
  for (const RosterEntry& entry : entries) {
    if (!entry.facts().live || entry.cancelled()) continue;
    double& need = needs[entry.facts().client];
    need = std::max(need, entry.rate(pace));
  }
  if (needs.contains(client)) return false;
  double all = pace.core_s_per_audio_s(version);
  for (const auto& [name, need] : needs) all += need;
  return all <= kUsable * cores;
}

}  // namespace kokoro::server
