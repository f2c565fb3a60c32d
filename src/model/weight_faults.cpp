#include "model/weight_faults.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/log.hpp"

namespace kokoro::model {
namespace {

constexpr std::size_t kMostNames = 4;

/// Written for the vectoriser: no exit from the loop.
bool all_finite(std::span<const float> values) {
  constexpr std::uint32_t kExponent = 0x7f800000;
  std::uint32_t bad = 0;
  for (const float value : values) bad |= (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
  return bad == 0;
}

}  // namespace

void WeightFaults::look_at(const std::string& tensor, std::span<const float> values) {
  if (all_finite(values)) return;
  const std::lock_guard lock(mutex_);
  if (std::find(not_finite_.begin(), not_finite_.end(), tensor) == not_finite_.end()) not_finite_.push_back(tensor);
}

void WeightFaults::add_empty_rows(const std::string& tensor, std::size_t rows) {
  const std::lock_guard lock(mutex_);
  if (empty_rows_ == 0 || tensor < with_empty_rows_) with_empty_rows_ = tensor;
  ++tensors_with_empty_rows_;
  empty_rows_ += rows;
}

Result<void> WeightFaults::judge(const std::string& file) const {
  const std::lock_guard lock(mutex_);
  if (!not_finite_.empty()) {
    std::vector<std::string> names = not_finite_;
    std::sort(names.begin(), names.end());
    const std::size_t more = names.size() - std::min(names.size(), kMostNames);
    names.resize(names.size() - more);
    return fail(ErrorCode::corrupt,
                fmt::format("{} holds NaN or infinite numbers in {}{}", file, fmt::join(names, ", "),
                            more > 0 ? fmt::format(" and {} more tensors", more) : ""),
                "the training that wrote it diverged, or the file is damaged");
  }
  if (empty_rows_ > 0) {
    log::warning("{}: {} rows of {} weight-normalised tensors, as of {}, have no direction and are taken as 0", file,
                 empty_rows_, tensors_with_empty_rows_, with_empty_rows_);
  }
  return {};
}

}  // namespace kokoro::model
