#include "checkpoint/tensor_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace kokoro::checkpoint {
namespace {

constexpr std::size_t kMostDimensions = 8;

/// Element count, or nothing when it exceeds `most` or a size is negative.
std::optional<std::int64_t> bounded_count(std::span<const std::int64_t> shape, std::int64_t most) {
  const bool empty = std::find(shape.begin(), shape.end(), 0) != shape.end();
  // The sizes beside a zero are bounded as well, or strides that are made of them could overflow.
  constexpr std::int64_t kMostBesideZero = std::int64_t{1} << 40;
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    if (size == 0) continue;
    if (__builtin_mul_overflow(count, size, &count) || count > (empty ? kMostBesideZero : most)) return std::nullopt;
  }
  if (empty) return 0;
  return count <= most ? std::optional(count) : std::nullopt;
}

/// Index of the last element, or nothing on overflow or a negative stride.
std::optional<std::int64_t> last_index(const TensorClaim& claim) {
  std::int64_t last = claim.offset;
  for (std::size_t d = 0; d < claim.shape.size(); ++d) {
    std::int64_t step = 0;
    if (claim.strides[d] < 0 || __builtin_mul_overflow(claim.shape[d] - 1, claim.strides[d], &step) ||
        __builtin_add_overflow(last, step, &last)) {
      return std::nullopt;
    }
  }
  return last;
}

}  // namespace

Result<Tensor> view_tensor(TensorClaim claim, std::shared_ptr<const void> owner, std::string_view place) {
  if (claim.shape.size() > kMostDimensions || claim.shape.size() != claim.strides.size()) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {} sizes and {} strides, expected as many of both and at most {}",
                                                place, claim.shape.size(), claim.strides.size(), kMostDimensions));
  }
  const std::size_t width = element_bytes(claim.dtype);
  const auto stored = static_cast<std::int64_t>(claim.storage.size() / width);
  const auto count = bounded_count(claim.shape, stored);
  if (!count) {
    return fail(ErrorCode::corrupt, fmt::format("{}: shape {} does not fit its {} stored elements", place,
                                                shape_text(claim.shape), stored));
  }
  if (claim.offset < 0 || claim.offset > stored) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: starts at element {} of {} stored elements", place, claim.offset, stored));
  }
  if (*count > 0) {
    const auto last = last_index(claim);
    if (!last || *last >= stored) {
      return fail(ErrorCode::corrupt,
                  fmt::format("{}: offset {}, shape {} and strides {} reach outside its {} stored elements", place,
                              claim.offset, shape_text(claim.shape), shape_text(claim.strides), stored));
    }
  }
  Tensor tensor;
  tensor.dtype = claim.dtype;
  tensor.data = claim.storage.data() + static_cast<std::size_t>(claim.offset) * width;
  tensor.shape = std::move(claim.shape);
  tensor.strides = std::move(claim.strides);
  tensor.owner = std::move(owner);
  return tensor;
}

std::vector<std::int64_t> dense_strides(std::span<const std::int64_t> shape, bool column_major) {
  std::vector<std::int64_t> strides(shape.size());
  std::uint64_t step = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t d = column_major ? i : shape.size() - 1 - i;
    // Past the range of a signed number there is no such tensor, and a negative stride is refused.
    strides[d] = static_cast<std::int64_t>(step);
    step *= static_cast<std::uint64_t>(shape[d]);
  }
  return strides;
}

}  // namespace kokoro::checkpoint
