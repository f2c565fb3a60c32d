#pragma once

#include <vector>

#include "nn/aligned_vector.hpp"
#include "nn/context.hpp"

namespace kokoro::nn {

/// Mean and variance of each channel over time, gathered in pieces of rows that are fixed by the shape alone, so that
/// the result does not depend on the number of threads.
class ChannelStats {
 public:
  /// Makes room for `rows` rows in pieces of `piece_rows`.
  void start(int rows, int channels, int piece_rows);

  float* mean(int piece) { return means_.data() + offset(piece); }
  float* squares(int piece) { return squares_.data() + offset(piece); }
  int pieces() const { return pieces_; }
  int channels() const { return channels_; }

  /// Gathers the statistics of a finished matrix.
  void gather(const Context& context, ConstMatrixView x);

  /// Combines the pieces (Chan et al. 1979, in double): mean and biased variance per channel.
  void finish(std::vector<double>& mean, std::vector<double>& variance) const;

 private:
  std::size_t offset(int piece) const { return static_cast<std::size_t>(piece) * static_cast<std::size_t>(channels_); }
  int rows_ = 0;
  int channels_ = 0;
  int piece_rows_ = 1;
  int pieces_ = 0;
  std::vector<float> means_;
  std::vector<float> squares_;
};

}  // namespace kokoro::nn
