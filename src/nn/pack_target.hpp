#pragma once

#include <algorithm>

#include "kernels/kernels.hpp"
#include "nn/packed_store.hpp"

namespace kokoro::nn {

/// What layers pack their weights for, and where they put them.
struct PackTarget {
  const kernels::KernelTable& table;
  PackedStore& store;

  /// Numbers as they are, `padded` with zeros.
  PackedArray<float> keep(WeightSource source, std::size_t padded) const {
    return store.add<float>(padded, [source = std::move(source), padded](float* to) {
      const std::vector<float> values = source();
      std::fill(std::copy(values.begin(), values.end(), to), to + padded, 0.0F);
    });
  }
};

}  // namespace kokoro::nn
