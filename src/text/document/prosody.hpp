#pragma once

#include <optional>
#include <string_view>

namespace kokoro::text {

/// Seconds of "1.5s", "500ms"; nothing for other text, negative or endless values.
std::optional<double> parse_seconds(std::string_view text);
/// What a rate multiplies the current one by: "1.2", "120%", "+20%", "-10%", "slow", "x-fast"; nothing for other text.
std::optional<double> parse_rate(std::string_view text);
/// Gain of a volume: "soft", "+6dB", "-3dB", "50" (of 100), "+10%"; nothing for other text.
std::optional<double> parse_volume(std::string_view text);

}  // namespace kokoro::text
