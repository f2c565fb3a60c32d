#include <array>
#include <kokoro/precision.hpp>
#include <utility>

namespace kokoro {
namespace {

constexpr std::array<std::pair<Precision, std::string_view>, 4> kNames{{{Precision::automatic, "auto"},
                                                                        {Precision::fp32, "fp32"},
                                                                        {Precision::bf16x3, "bf16x3"},
                                                                        {Precision::bf16, "bf16"}}};

}  // namespace

std::string_view precision_name(Precision precision) { return kNames[static_cast<std::size_t>(precision)].second; }

std::optional<Precision> parse_precision(std::string_view name) {
  for (const auto& [precision, known] : kNames) {
    if (known == name) return precision;
  }
  return std::nullopt;
}

}  // namespace kokoro
