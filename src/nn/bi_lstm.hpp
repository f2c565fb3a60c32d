#pragma once

#include <array>

#include "nn/conv1d.hpp"

namespace kokoro::nn {

/// Weights of one direction as PyTorch stores them: gates in order i, f, g, o.
struct LstmWeights {
  WeightSource w_ih;  ///< [4·hidden, in]
  WeightSource w_hh;  ///< [4·hidden, hidden]
  WeightSource b_ih;  ///< [4·hidden]
  WeightSource b_hh;
};

/// Bidirectional LSTM over a whole utterance: x [frames, in] → y [frames, 2·hidden], forward half first.
/// Immutable: any thread may call forward().
class BiLstm {
 public:
  BiLstm() = default;
  BiLstm(const PackTarget& target, int in, int hidden, const LstmWeights& forward, const LstmWeights& backward);

  void forward(const Context& context, ConstMatrixView x, MatrixView y) const;
  int in() const { return in_; }
  int hidden() const { return hidden_; }

 private:
  int in_ = 0;
  int hidden_ = 0;
  std::array<Conv1d, 2> input_;
  std::array<PackedArray<float>, 2> recurrent_;
};

}  // namespace kokoro::nn
