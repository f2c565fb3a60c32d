#include "nn/channel_stats.hpp"

#include <algorithm>

namespace kokoro::nn {

void ChannelStats::start(int rows, int channels, int piece_rows) {
  rows_ = rows;
  channels_ = channels;
  piece_rows_ = piece_rows;
  pieces_ = (rows + piece_rows - 1) / piece_rows;
  means_.resize(static_cast<std::size_t>(pieces_) * static_cast<std::size_t>(channels));
  squares_.resize(means_.size());
}

void ChannelStats::gather(const Context& context, ConstMatrixView x) {
  constexpr int kPieceRows = 256;
  start(x.rows, x.columns, kPieceRows);
  context.parallel(pieces_, [&](int piece) {
    const int first = piece * kPieceRows;
    const int rows = std::min(kPieceRows, x.rows - first);
    context.kernels.column_stats(x.row(first), x.stride, rows, x.columns, mean(piece), squares(piece));
  });
}

void ChannelStats::finish(std::vector<double>& mean, std::vector<double>& variance) const {
  const auto n = static_cast<std::size_t>(channels_);
  mean.assign(n, 0.0);
  variance.assign(n, 0.0);
  double count = 0;
  for (int piece = 0; piece < pieces_; ++piece) {
    const double rows = std::min(piece_rows_, rows_ - piece * piece_rows_);
    const double total = count + rows;
    const float* means = means_.data() + offset(piece);
    const float* squares = squares_.data() + offset(piece);
    for (std::size_t c = 0; c < n; ++c) {
      const double delta = static_cast<double>(means[c]) - mean[c];
      mean[c] += delta * rows / total;
      variance[c] += static_cast<double>(squares[c]) + delta * delta * count * rows / total;
    }
    count = total;
  }
  for (double& v : variance) v /= std::max(1.0, count);
}

}  // namespace kokoro::nn
