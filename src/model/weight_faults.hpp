#pragma once

#include <cstddef>
#include <kokoro/error.hpp>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace kokoro::model {

/// What is wrong with the numbers of a checkpoint, which shows when they are read: on any thread, long after their
/// shapes were checked. Thread-safe.
class WeightFaults {
 public:
  /// Notes a tensor that holds a NaN or an infinite number.
  void look_at(const std::string& tensor, std::span<const float> values);

  /// Notes rows of a weight-normalised tensor that have no direction: 0 · gain / 0, which is taken as 0.
  void add_empty_rows(const std::string& tensor, std::size_t rows);

  /// Corrupt where numbers are not finite, naming tensors; where rows were empty, one line in the log.
  Result<void> judge(const std::string& file) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> not_finite_;
  std::string with_empty_rows_;  ///< first tensor
  std::size_t tensors_with_empty_rows_ = 0;
  std::size_t empty_rows_ = 0;
};

}  // namespace kokoro::model
