#include "server/scheduling/demand.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace kokoro::server {
namespace {

/// From `at_s` on, `core_s` more are needed at once and `core_s_per_s` more with each second.
struct Need {
  double at_s = 0;
  double core_s = 0;
  double core_s_per_s = 0;
};

}  // namespace

double spare_core_s(std::span<const Demand> streams, int cores) {
  std::vector<Need> needs;
  for (const Demand& stream : streams) {
    const double next_s = std::min(stream.next_audio_s, stream.left_audio_s);
    const double rest_s = stream.left_audio_s - next_s;
    const double rate = stream.core_s_per_audio_s;
    needs.push_back({stream.slack_s, rate * next_s, rate * stream.heard_s_per_s});
    if (stream.heard_s_per_s > 0)
      needs.push_back({stream.slack_s + rest_s / stream.heard_s_per_s, 0, -rate * stream.heard_s_per_s});
  }
  std::sort(needs.begin(), needs.end(), [](const Need& a, const Need& b) { return a.at_s < b.at_s; });
  // What is left falls at once where a slack ends, and turns where a stream ends: it is least at one of those.
  double spare = std::numeric_limits<double>::infinity();
  double needed = 0;
  double per_s = 0;
  double before_s = 0;
  for (const Need& need : needs) {
    needed += per_s * (need.at_s - before_s) + need.core_s;
    per_s += need.core_s_per_s;
    before_s = need.at_s;
    spare = std::min(spare, kUsable * cores * std::max(need.at_s, 0.0) - needed);
  }
  return spare;
}

}  // namespace kokoro::server
