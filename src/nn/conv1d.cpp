#include "nn/conv1d.hpp"

#include <algorithm>

#include "kernels/winograd.hpp"

namespace kokoro::nn {
namespace {

/// Rows of one job: enough to use a weight block many times, few enough that the transformed input stays in the
/// second-level cache. A multiple of every register tile and of the Toom-Cook sets for dilations 1, 3 and 5.
constexpr int kDirectRows = 168;
constexpr int kWinogradRows = 240;
constexpr int kDeepInput = 384;
constexpr int kDeepToomCook = 128;

/// Weights beyond this do not stay in the second-level cache: such layers are split over columns too, so that a short
/// utterance gives every thread some work.
constexpr std::size_t kLargeWeights = 1U << 18;

/// Toom-Cook pays from here on: narrower layers are bound by the transforms.
constexpr int kWinogradChannels = 64;

}  // namespace

Conv1d::Conv1d(const PackTarget& target, const Conv1dShape& shape, const WeightSource& w, const WeightSource& bias)
    : shape_(shape), tile_cols_(target.table.tile_cols) {
  if (target.table.winograd1d != nullptr) taps_ = toom_cook_taps();
  if (taps_ > 0) {
    const kernels::WinogradPlan& plan = kernels::winograd_plan(taps_);
    weights_ = target.store.add<float>(
        kernels::winograd_packed_size(plan, shape.in, shape.out, shape.width, tile_cols_),
        [w, shape, tile_cols = tile_cols_, &plan](float* to) {
          kernels::pack_winograd(plan, w().data(), shape.in, shape.out, shape.width, tile_cols, to);
        });
  } else {
    weights_ =
        target.store.add<float>(kernels::conv1d_packed_size(shape.in, shape.out, shape.width, tile_cols_),
                                [w, shape, tile_cols = tile_cols_](float* to) {
                                  const auto width = static_cast<std::size_t>(shape.width);
                                  kernels::pack_conv1d(w().data(), static_cast<std::size_t>(shape.in) * width, width, 1,
                                                       shape.in, shape.out, shape.width, tile_cols, to);
                                });
  }
  if (bias) bias_ = target.keep(bias, static_cast<std::size_t>(kernels::round_up(shape.out, tile_cols_)));
}

int Conv1d::toom_cook_taps() const {
  if (!shape_.toom_cook || shape_.in < kWinogradChannels || shape_.out < kWinogradChannels) return 0;
  if (shape_.width == 3) return 3;
  return shape_.width == 7 || shape_.width == 11 ? 4 : 0;
}

void Conv1d::run_piece(const Context& context, const kernels::Conv1dJob& piece) const {
  kernels::Conv1dJob job = piece;
  const int rows = job.row_end - job.row_begin;
  if (taps_ > 0) {
    const kernels::WinogradPlan& plan = kernels::winograd_plan(taps_);
    job.scratch = thread_scratch(kernels::winograd_scratch(plan, rows, job.in, job.width, job.dilation, tile_cols_));
    context.kernels.winograd1d({job, taps_});
  } else {
    job.scratch = thread_scratch(kernels::conv1d_scratch(rows, job.in, job.width, job.dilation, tile_cols_));
    context.kernels.conv1d(job);
  }
}

void Conv1d::forward(const Context& context, ConstMatrixView x, MatrixView y, const ConvFusion& fusion) const {
  kernels::Conv1dJob job;
  job.x = x.data;
  job.x_stride = x.stride;
  job.frames = x.rows;
  job.weights = weights_.data();
  job.in = shape_.in;
  job.out = shape_.out;
  job.width = shape_.width;
  job.dilation = shape_.dilation;
  job.pad = shape_.pad;
  job.y = y.data;
  job.y_stride = y.stride;
  job.input = fusion.input;
  job.output.bias = bias_.data();
  job.output.residual = fusion.residual.data;
  job.output.residual_stride = fusion.residual.stride;
  job.output.residual2 = fusion.residual2.data;
  job.output.residual2_stride = fusion.residual2.stride;
  job.output.factor = fusion.factor;

  context.count(2 * static_cast<std::size_t>(shape_.in) * static_cast<std::size_t>(shape_.out) *
                    static_cast<std::size_t>(shape_.width),
                y.rows);

  const int base_rows = taps_ > 0 ? kWinogradRows : kDirectRows;
  const int piece_rows = shape_.in > (taps_ > 0 ? kDeepToomCook : kDeepInput) ? base_rows / 2 : base_rows;
  const int row_pieces = (y.rows + piece_rows - 1) / piece_rows;
  const int blocks = kernels::round_up(shape_.out, tile_cols_) / tile_cols_;
  const int groups = weights_.size() > kLargeWeights ? std::min(blocks, 8) : 1;
  if (fusion.stats) fusion.stats->start(y.rows, shape_.out, piece_rows);
  context.parallel(row_pieces * groups, [&](int index) {
    kernels::Conv1dJob piece = job;
    const int row_piece = index / groups;
    const int group = index % groups;
    piece.row_begin = row_piece * piece_rows;
    piece.row_end = std::min(y.rows, piece.row_begin + piece_rows);
    piece.block_begin = blocks * group / groups;
    piece.block_end = blocks * (group + 1) / groups;
    if (fusion.stats) {
      piece.output.mean = fusion.stats->mean(row_piece);
      piece.output.squares = fusion.stats->squares(row_piece);
    }
    run_piece(context, piece);
  });
}

}  // namespace kokoro::nn
