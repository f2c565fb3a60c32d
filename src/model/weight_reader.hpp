#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkpoint/tensor.hpp"
#include "model/weight_faults.hpp"
#include "nn/packed_store.hpp"

namespace kokoro::model {

/// Numbers of one tensor that fits, read when they are asked for; nothing when it is missing or does not fit.
class Weights {
 public:
  Weights() = default;
  /// Reading reports to `faults` under `name`.
  Weights(checkpoint::Tensor direction, std::string name, std::shared_ptr<WeightFaults> faults)
      : direction_(std::move(direction)), name_(std::move(name)), faults_(std::move(faults)) {}
  /// Weight-normalised: direction · (gain / ‖direction‖₂), the norm over all dimensions but the first.
  Weights(const Weights& direction, const Weights& gain)
      : direction_(direction.direction_), gain_(gain.direction_), name_(direction.name_), faults_(direction.faults_) {}

  explicit operator bool() const { return direction_.exists(); }
  std::vector<float> read() const;
  nn::WeightSource source() const {
    return [weights = *this] { return weights.read(); };
  }

 private:
  void apply_gain(std::vector<float>& values) const;

  checkpoint::Tensor direction_;
  checkpoint::Tensor gain_;
  std::string name_;
  std::shared_ptr<WeightFaults> faults_;
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

  /// A weight-normalised convolution, from `prefix`.weight_v and .weight_g, or from .weight where they were folded.
  Weights take_weight_norm(std::string_view group, const std::string& prefix, std::vector<int> shape);

  /// Marks a tensor that the network has no use for.
  void ignore(std::string_view group, const std::string& name);

  /// Nothing, or corrupt: every missing, unexpected and mis-shaped tensor together.
  Result<void> finish() const;

  /// Numbers of all tensors that were asked for, ignored ones included.
  std::size_t parameters() const { return parameters_; }

  /// What reading the numbers of the tensors that were taken has shown so far.
  std::shared_ptr<const WeightFaults> faults() const { return faults_; }

 private:
  /// `name`, or for "….weight_v" that is not there the folded "….weight" that is.
  std::string stored_name(std::string_view group, const std::string& name) const;
  const checkpoint::Tensor* find(std::string_view group, const std::string& name);
  void report_shape(std::string_view group, const std::string& name, std::span<const std::int64_t> found,
                    const std::vector<int>& wanted);

  const checkpoint::Checkpoint& checkpoint_;
  std::set<std::string> used_;
  std::set<std::string> missing_;
  std::vector<std::string> misshaped_;
  std::size_t parameters_ = 0;
  std::shared_ptr<WeightFaults> faults_ = std::make_shared<WeightFaults>();
};

}  // namespace kokoro::model
