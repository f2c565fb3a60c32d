#pragma once

#include <span>

namespace kokoro::server {

/// Share of the cores that speech may count on. The rest is for encoding, the network thread, other programs, and
/// chunks that turn out longer than expected.
inline constexpr double kUsable = 0.8;

/// What a stream still asks of the processor so that its listener never runs dry.
struct Demand {
  double slack_s = 0;       ///< until the listener has heard all that was made
  double next_audio_s = 0;  ///< of the chunk that must be there by then
  double left_audio_s = 0;  ///< of all that is still to be made, that chunk included
  double core_s_per_audio_s = 0;
  double heard_s_per_s = 1;  ///< less than 1 for a client that takes the audio slower than it lasts
};

/// Work that may be put before all of `streams` without making one of them run dry, in core seconds; infinite without
/// streams, negative when they cannot all be served.
///
/// Until each moment t, what the streams need by then must fit into what the cores do by then: a stream with slack s
/// needs its next chunk at s and from then on audio at the speed it is heard. Part of the cores' time is set aside for
/// what the estimates do not see. This is about the long run: that turns cannot be interrupted is forecast.hpp's
/// matter. O(n log n).
double spare_core_s(std::span<const Demand> streams, int cores);

}  // namespace kokoro::server
