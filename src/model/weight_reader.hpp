#pragma once

#include <kokoro/error.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkpoint/tensor.hpp"

namespace kokoro::model {

/// Numbers of one tensor: a view of the file where it holds plain float32, else a converted copy.
class Weights {
 public:
  Weights() = default;
  explicit Weights(std::span<const float> stored) : stored_(stored) {}
  explicit Weights(std::vector<float> owned) : owned_(std::move(owned)), stored_(owned_) {}
  Weights(Weights&& other) noexcept { *this = std::move(other); }
  Weights& operator=(Weights&& other) noexcept {
    const bool own = !other.owned_.empty();
    owned_ = std::move(other.owned_);
    stored_ = own ? std::span<const float>(owned_) : other.stored_;
    return *this;
  }
  std::span<const float> values() const { return stored_; }
  operator std::span<const float>() const { return stored_; }
  /// False for a tensor that is missing or does not fit.
  explicit operator bool() const { return !stored_.empty(); }

 private:
  std::vector<float> owned_;
  std::span<const float> stored_;
};

/// Hands out the tensors of a checkpoint by name and shape, and collects everything that does not fit, so that one
/// report names all of it. What does not fit comes back empty: nothing is allocated for a shape that the file lacks.
class WeightReader {
 public:
  explicit WeightReader(const checkpoint::Checkpoint& checkpoint) : checkpoint_(checkpoint) {}

  /// Any one dimension that the caller wants to learn.
  static constexpr int kAny = -1;

  /// The tensor `group`.`name`; its shape must be `shape`, where kAny matches anything.
  Weights take(std::string_view group, const std::string& name, std::vector<int> shape);

  /// Size of dimension `axis`, or 0 (and a report) if the tensor is missing or has fewer dimensions.
  int dimension(std::string_view group, const std::string& name, std::size_t axis);

  bool has(std::string_view group, const std::string& name) const;

  /// A weight-normalised convolution, w = v · (g / ‖v‖₂) with the norm over all dimensions but the first.
  Weights take_weight_norm(std::string_view group, const std::string& prefix, std::vector<int> shape);

  /// Marks a tensor that the network has no use for.
  void ignore(std::string_view group, const std::string& name);

  /// Nothing, or corrupt: every missing, unexpected and mis-shaped tensor together.
  Result<void> finish() const;

  /// Numbers of all tensors that were asked for, ignored ones included.
  std::size_t parameters() const { return parameters_; }

 private:
  const checkpoint::Tensor* find(std::string_view group, const std::string& name);
  void report_shape(std::string_view group, const std::string& name, std::span<const std::int64_t> found,
                    const std::vector<int>& wanted);

  const checkpoint::Checkpoint& checkpoint_;
  std::set<std::string> used_;
  std::set<std::string> missing_;
  std::vector<std::string> misshaped_;
  std::size_t parameters_ = 0;
};

}  // namespace kokoro::model
