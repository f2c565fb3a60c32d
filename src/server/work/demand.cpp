#include "server/work/demand.hpp"

#include <algorithm>
#include <limits>

namespace kokoro::server {
namespace {

/// Core seconds that `stream` needs by `t`.
double needed_by(const Demand& stream, double t) {
  if (t < stream.slack_s) return 0;
  return stream.core_s_per_audio_s * std::min(stream.next_audio_s + (t - stream.slack_s), stream.left_audio_s);
}

}  // namespace

double spare_core_s(std::span<const Demand> streams, int cores) {
  double spare = std::numeric_limits<double>::infinity();
  const auto look_at = [&](double t) {
    double left = kUsable * cores * std::max(t, 0.0);
    for (const Demand& stream : streams) left -= needed_by(stream, t);
    spare = std::min(spare, left);
  };
  // What is left falls at once where a slack ends, and turns where a stream ends: it is least at one of those.
  for (const Demand& stream : streams) {
    look_at(stream.slack_s);
    look_at(stream.slack_s + std::max(0.0, stream.left_audio_s - stream.next_audio_s));
  }
  return spare;
}

}  // namespace kokoro::server
