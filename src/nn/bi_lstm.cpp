#include "nn/bi_lstm.hpp"

#include <vector>

namespace kokoro::nn {

BiLstm::BiLstm(const PackTarget& target, int in, int hidden, const LstmWeights& forward, const LstmWeights& backward)
    : in_(in), hidden_(hidden) {
  const std::array<const LstmWeights*, 2> directions{&forward, &backward};
  for (std::size_t d = 0; d < 2; ++d) {
    const LstmWeights& w = *directions[d];
    const auto bias = [b_ih = w.b_ih, b_hh = w.b_hh] {
      std::vector<float> sum = b_ih();
      const std::vector<float> other = b_hh();
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += other[i];
      return sum;
    };
    input_[d] = Conv1d(target, {.in = in, .out = 4 * hidden}, w.w_ih, bias);
    recurrent_[d] = target.store.add<float>(kernels::lstm_packed_size(hidden), [w_hh = w.w_hh, hidden](float* to) {
      kernels::pack_lstm(w_hh().data(), hidden, to);
    });
  }
}

void BiLstm::forward(const Context& context, ConstMatrixView x, MatrixView y) const {
  const std::array<Matrix, 2> gates{context.matrix(x.rows, 4 * hidden_), context.matrix(x.rows, 4 * hidden_)};
  for (std::size_t d = 0; d < 2; ++d) input_[d].forward(context, x, gates[d]);
  context.count(16 * static_cast<std::size_t>(hidden_) * static_cast<std::size_t>(hidden_), x.rows);
  context.parallel(2, [&](int d) {
    const auto i = static_cast<std::size_t>(d);
    context.kernels.lstm(gates[i].data, recurrent_[i].data(), x.rows, hidden_, d == 1, y.data + d * hidden_, y.stride,
                         thread_scratch(kernels::lstm_scratch(hidden_)));
  });
}

}  // namespace kokoro::nn
