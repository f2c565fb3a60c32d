#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace kokoro::text {

/// A word of SSML and what it stands for.
struct NamedNumber {
  std::string_view name;
  double value;
};

std::span<const NamedNumber> rate_names();       ///< factors
std::span<const NamedNumber> volume_names();     ///< gains
std::span<const NamedNumber> break_strengths();  ///< seconds
std::optional<double> find_number(std::span<const NamedNumber> names, std::string_view name);

/// Seconds of "1.5s", "500ms"; nothing for other text, negative or endless values.
std::optional<double> parse_seconds(std::string_view text);
/// What a rate multiplies the current one by: "1.2", "120%", "+20%", "-10%", "slow", "x-fast"; nothing for other text.
std::optional<double> parse_rate(std::string_view text);
/// Gain of a volume: "soft", "+6dB", "-3dB", "50" (of 100), "+10%"; nothing for other text.
std::optional<double> parse_volume(std::string_view text);

}  // namespace kokoro::text
