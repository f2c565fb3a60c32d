#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "nn/matrix.hpp"

namespace kokoro::model {

/// Looks into a forward pass and replaces parts of it, for comparison with the reference. Empty in production.
struct Trace {
  /// Called at each module boundary with the names of the golden tensors; rows are time.
  std::function<void(std::string_view name, nn::ConstMatrixView value)> record;

  // Values to go on with instead of the computed ones; empty: none.
  std::vector<std::int32_t> durations;
  std::vector<float> f0;
  std::vector<float> n;
  std::vector<float> harmonics;  ///< [frames, 2·bins] magnitude and phase of the source
  std::vector<float> noise;      ///< [samples, harmonics of the source]

  /// Called with the name of each finished stage: what a stopwatch needs.
  std::function<void(std::string_view stage)> stage;

  void see(std::string_view name, nn::ConstMatrixView value) const {
    if (record) record(name, value);
  }
  void done(std::string_view name) const {
    if (stage) stage(name);
  }
};

}  // namespace kokoro::model
