#pragma once

#include <optional>
#include <span>

namespace kokoro::server {

/// What a stream is forecast to need: its chunks one after the other, until all audio is made.
struct StreamForecast {
  /// Until its listener has heard all that was made; nothing before its first chunk, which is never late.
  std::optional<double> slack_s = {};
  double next_audio_s = 0;
  double later_audio_s = 0;  ///< of each chunk after the next one
  double left_audio_s = 0;   ///< of all that is still to be made, the next chunk included
  double core_s_per_audio_s = 0;
};

/// A turn that is running, or that is considered.
struct TurnForecast {
  double left_core_s = 0;
  int threads = 1;
  const StreamForecast* stream =
      nullptr;  ///< whose next chunk it makes, one of the streams; null: of nobody who listens
};

/// The longest that a stream would be dry, in seconds; not above 0 when none would be. `turns` go on now and then, as
/// cores become free, the streams take theirs: always the one whose listener would run dry first, on one core. A turn
/// cannot be interrupted, and more threads than cores share them.
///
/// `uncertainty`: a chunk may take so much longer than foreseen, as a part of its own time. Each stream is followed for
/// a few turns; what comes later is the long run, see spare_core_s(). O(n log n) in the streams.
double foreseen_gap_s(std::span<const StreamForecast> streams, std::span<const TurnForecast> turns, int cores,
                      double uncertainty);

}  // namespace kokoro::server
