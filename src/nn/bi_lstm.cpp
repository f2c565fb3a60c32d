#include "nn/bi_lstm.hpp"

#include <vector>

namespace kokoro::nn {

BiLstm::BiLstm(const kernels::KernelTable& table, int in, int hidden, const LstmWeights& forward,
               const LstmWeights& backward)
    : in_(in), hidden_(hidden) {
  const std::array<const LstmWeights*, 2> directions{&forward, &backward};
  for (std::size_t d = 0; d < 2; ++d) {
    const LstmWeights& w = *directions[d];
    std::vector<float> bias(w.b_ih.begin(), w.b_ih.end());
    for (std::size_t i = 0; i < bias.size(); ++i) bias[i] += w.b_hh[i];
    input_[d] = Conv1d(table, {.in = in, .out = 4 * hidden}, w.w_ih, bias);
    recurrent_[d].resize(kernels::lstm_packed_size(hidden));
    kernels::pack_lstm(w.w_hh.data(), hidden, recurrent_[d].data());
  }
}

void BiLstm::forward(const Context& context, ConstMatrixView x, MatrixView y) const {
  const std::array<Matrix, 2> gates{context.matrix(x.rows, 4 * hidden_), context.matrix(x.rows, 4 * hidden_)};
  for (std::size_t d = 0; d < 2; ++d) input_[d].forward(context, x, gates[d]);
  context.parallel(2, [&](int d) {
    const auto i = static_cast<std::size_t>(d);
    context.kernels.lstm(gates[i].data, recurrent_[i].data(), x.rows, hidden_, d == 1, y.data + d * hidden_, y.stride,
                         thread_scratch(kernels::lstm_scratch(hidden_)));
  });
}

}  // namespace kokoro::nn
