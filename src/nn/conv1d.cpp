#include "nn/conv1d.hpp"

#include <algorithm>

#include "kernels/winograd.hpp"

namespace kokoro::nn {

using kernels::WinogradTile;

namespace {

/// Rows of one job: enough to use a weight block many times, few enough that the transformed input stays in the
/// second-level cache. For Toom-Cook a multiple of 6 rows times the dilations 1, 3 and 5.
constexpr int kDirectRows = 168;
constexpr int kWinogradRows = 180;
constexpr int kBf16Rows = 256;
constexpr int kDeepInput = 384;
constexpr int kDeepToomCook = 128;

/// From so many rows on pieces may be large: enough of them are left for all threads to end together.
constexpr int kManyRows = 16 * kWinogradRows;

/// Weights beyond this do not stay in the second-level cache: such layers are split over columns too, so that a short
/// utterance gives every thread some work.
constexpr std::size_t kLargeWeights = 1U << 20;
constexpr int kJobsPerThread = 4;

/// Toom-Cook pays from here on: narrower layers are bound by the transforms.
constexpr int kWinogradChannels = 64;

}  // namespace

Conv1d::Conv1d(const PackTarget& target, const Conv1dShape& shape, const WeightSource& w, const WeightSource& bias)
    : shape_(shape), block_cols_(target.table.tile_cols) {
  if (shape.precision == Precision::bf16) terms_ = 1;
  if (shape.precision == Precision::bf16x3) terms_ = 3;
  const auto width = static_cast<std::size_t>(shape.width);
  const std::size_t row = static_cast<std::size_t>(shape.in) * width;
  if (terms_ > 0) {
    block_cols_ = kernels::kBf16Cols;
    bf16_weights_ = target.store.add<std::uint16_t>(
        kernels::conv1d_bf16_packed_size(shape.in, shape.out, shape.width, terms_),
        [=, terms = terms_](std::uint16_t* to) {
          kernels::pack_conv1d_bf16(w().data(), row, width, 1, shape.in, shape.out, shape.width, terms, to);
        });
  } else if (target.table.winograd1d != nullptr && toom_cook_tile() != WinogradTile::none) {
    tile_ = toom_cook_tile();
    const kernels::WinogradPlan& plan = kernels::winograd_plan(tile_);
    weights_ =
        target.store.add<float>(kernels::winograd_packed_size(plan, shape.in, shape.out, shape.width, block_cols_),
                                [w, shape, cols = block_cols_, &plan](float* to) {
                                  kernels::pack_winograd(plan, w().data(), shape.in, shape.out, shape.width, cols, to);
                                });
  } else {
    weights_ = target.store.add<float>(
        kernels::conv1d_packed_size(shape.in, shape.out, shape.width, block_cols_), [=, cols = block_cols_](float* to) {
          kernels::pack_conv1d(w().data(), row, width, 1, shape.in, shape.out, shape.width, cols, to);
        });
  }
  if (bias) bias_ = target.keep(bias, static_cast<std::size_t>(kernels::round_up(shape.out, block_cols_)));
}

int Conv1d::rows_of_a_piece(int rows) const {
  if (terms_ > 0) return shape_.in > kDeepToomCook ? kBf16Rows / 2 : kBf16Rows;
  if (tile_ != WinogradTile::none) {
    return shape_.in > kDeepToomCook && rows < kManyRows ? kWinogradRows / 2 : kWinogradRows;
  }
  return shape_.in > kDeepInput ? kDirectRows / 2 : kDirectRows;
}

WinogradTile Conv1d::toom_cook_tile() const {
  if (shape_.in < kWinogradChannels || shape_.out < kWinogradChannels) return WinogradTile::none;
  if (shape_.width == 3 && shape_.tile >= 2) return shape_.tile >= 6 ? WinogradTile::f6x3 : WinogradTile::f2x3;
  if (shape_.tile < 6) return WinogradTile::none;
  return shape_.width == 7 ? WinogradTile::f6x7 : shape_.width == 11 ? WinogradTile::f6x6 : WinogradTile::none;
}

std::size_t Conv1d::scratch_size(int rows) const {
  const int width = shape_.width;
  const int dilation = shape_.dilation;
  if (terms_ > 0) return kernels::conv1d_bf16_scratch(rows, shape_.in, width, dilation, terms_);
  if (tile_ == WinogradTile::none) return kernels::conv1d_scratch(rows, shape_.in, width, dilation, block_cols_);
  return kernels::winograd_scratch(kernels::winograd_plan(tile_), rows, shape_.in, width, dilation, block_cols_);
}

void Conv1d::run_piece(const Context& context, const kernels::Conv1dJob& piece) const {
  kernels::Conv1dJob job = piece;
  job.scratch = thread_scratch(scratch_size(job.row_end - job.row_begin));
  if (terms_ > 0) {
    context.kernels.conv1d_bf16({job, bf16_weights_.data(), terms_});
  } else if (tile_ != WinogradTile::none) {
    context.kernels.winograd1d({job, tile_});
  } else {
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

  const int piece_rows = rows_of_a_piece(y.rows);
  const int row_pieces = (y.rows + piece_rows - 1) / piece_rows;
  const int blocks = kernels::round_up(shape_.out, block_cols_) / block_cols_;
  const std::size_t weight_bytes = weights_.size() * sizeof(float) + bf16_weights_.size() * sizeof(std::uint16_t);
  // Each group of columns transforms the input again: as few as keep the threads evenly busy.
  const int threads = context.pool != nullptr ? context.pool->threads() : 1;
  const int wanted = weight_bytes > kLargeWeights ? (kJobsPerThread * threads + row_pieces - 1) / row_pieces : 1;
  const int groups = std::min(blocks, wanted);
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
