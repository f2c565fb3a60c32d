#include "text/document/prosody.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace kokoro::text {
namespace {

struct Number {
  double value = 0;
  bool sign = false;
  std::string_view rest;
};

std::optional<Number> parse_number(std::string_view text) {
  Number out;
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  out.sign = text.starts_with('+') || text.starts_with('-');
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), out.value, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(out.value)) return std::nullopt;
  out.rest = text.substr(static_cast<std::size_t>(end - text.data()));
  return out;
}

constexpr std::array<NamedNumber, 6> kRates{
    {{"x-slow", 0.5}, {"slow", 0.75}, {"medium", 1}, {"default", 1}, {"fast", 1.25}, {"x-fast", 1.6}}};
constexpr std::array<NamedNumber, 7> kVolumes{
    {{"silent", 0}, {"x-soft", 0.25}, {"soft", 0.5}, {"medium", 1}, {"default", 1}, {"loud", 1.4}, {"x-loud", 2}}};
constexpr std::array<NamedNumber, 6> kBreaks{
    {{"none", 0}, {"x-weak", 0.1}, {"weak", 0.2}, {"medium", 0.4}, {"strong", 0.7}, {"x-strong", 1}}};

}  // namespace

std::span<const NamedNumber> rate_names() { return kRates; }
std::span<const NamedNumber> volume_names() { return kVolumes; }
std::span<const NamedNumber> break_strengths() { return kBreaks; }

std::optional<double> find_number(std::span<const NamedNumber> names, std::string_view name) {
  for (const auto& row : names) {
    if (row.name == name) return row.value;
  }
  return std::nullopt;
}

std::optional<double> parse_seconds(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || number->value < 0) return std::nullopt;
  if (number->rest == "s" || number->rest == "sec") return number->value;
  if (number->rest == "ms") return number->value / 1000;
  return std::nullopt;
}

std::optional<double> parse_rate(std::string_view text) {
  if (const auto name = find_number(kRates, text)) {
    return name;
  }
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  double factor = number->value;
  if (number->rest == "%") {
    factor = number->sign ? 1 + number->value / 100 : number->value / 100;
  } else if (!number->rest.empty()) {
    return std::nullopt;
  } else if (number->sign) {
    factor = 1 + number->value;
  }
  if (factor <= 0) return std::nullopt;
  return factor;
}

std::optional<double> parse_volume(std::string_view text) {
  if (const auto name = find_number(kVolumes, text)) {
    return name;
  }
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  if (number->rest == "dB" || number->rest == "db") return std::pow(10.0, number->value / 20);
  if (number->rest == "%") return std::max(0.0, number->sign ? 1 + number->value / 100 : number->value / 100);
  if (!number->rest.empty()) return std::nullopt;
  return std::max(0.0, number->sign ? 1 + number->value / 100 : number->value / 100);
}

}  // namespace kokoro::text
