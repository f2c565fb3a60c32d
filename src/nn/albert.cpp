#include "nn/albert.hpp"

#include <cmath>

namespace kokoro::nn {

Matrix Albert::embed(const Context& context, std::span<const std::int32_t> ids) const {
  Matrix e = context.matrix(static_cast<int>(ids.size()), embedding);
  const auto width = static_cast<std::size_t>(embedding);
  for (std::size_t t = 0; t < ids.size(); ++t) {
    const float* token = token_rows.data() + static_cast<std::size_t>(ids[t]) * width;
    const float* position = position_rows.data() + t * width;
    float* row = e.row(static_cast<int>(t));
    for (std::size_t c = 0; c < width; ++c) row[c] = token[c] + position[c];
  }
  embedding_norm.forward(context, e);
  return e;
}

/// Each head is two small products whose right sides (keys, values) are packed like weights on the fly.
void Albert::attend(const Context& context, ConstMatrixView qkv, MatrixView out) const {
  const int tokens = qkv.rows;
  const int width = hidden / heads;
  const int tile = context.kernels.tile_cols;
  const std::size_t keys_size = kernels::conv1d_packed_size(width, tokens, 1, tile);
  const std::size_t values_size = kernels::conv1d_packed_size(tokens, width, 1, tile);
  const std::size_t job_size =
      std::max(kernels::conv1d_scratch(tokens, width, 1, 1, tile), kernels::conv1d_scratch(tokens, tokens, 1, 1, tile));
  const std::size_t scores_size = static_cast<std::size_t>(tokens) * static_cast<std::size_t>(tokens);
  context.count(4 * static_cast<std::size_t>(tokens) * static_cast<std::size_t>(hidden), tokens);
  context.parallel(heads, [&](int head) {
    float* job_scratch = thread_scratch(job_size + keys_size + values_size + scores_size);
    float* keys = job_scratch + job_size;
    float* values = keys + keys_size;
    float* scores = values + values_size;
    const float* query = qkv.data + head * width;
    kernels::pack_conv1d(query + hidden, qkv.stride, 1, 0, width, tokens, 1, tile, keys);
    kernels::pack_conv1d(query + 2 * hidden, 1, qkv.stride, 0, tokens, width, 1, tile, values);
    kernels::Conv1dJob job;
    job.frames = job.row_end = tokens;
    job.scratch = job_scratch;
    job.x = query;
    job.x_stride = qkv.stride;
    job.weights = keys;
    job.in = width;
    job.out = tokens;
    job.y = scores;
    job.y_stride = static_cast<std::size_t>(tokens);
    job.block_end = kernels::round_up(tokens, tile) / tile;
    context.kernels.conv1d(job);
    context.kernels.softmax(scores, job.y_stride, tokens, tokens, 1.0F / std::sqrt(static_cast<float>(width)));
    job.x = scores;
    job.x_stride = job.y_stride;
    job.weights = values;
    job.in = tokens;
    job.out = width;
    job.y = out.data + head * width;
    job.y_stride = out.stride;
    job.block_end = kernels::round_up(width, tile) / tile;
    context.kernels.conv1d(job);
  });
}

void Albert::apply_layer(const Context& context, MatrixView h) const {
  const Matrix qkv = context.matrix(h.rows, 3 * hidden);
  const Matrix attended = context.matrix(h.rows, hidden);
  layer.query_key_value.forward(context, h, qkv);
  attend(context, qkv, attended);
  layer.dense.forward(context, attended, h, {.residual = h});
  layer.attention_norm.forward(context, h);
  const Matrix wide = context.matrix(h.rows, layer.feed_in.shape().out);
  layer.feed_in.forward(context, h, wide);
  context.parallel(h.rows, [&](int t) { context.kernels.gelu(wide.row(t), static_cast<std::size_t>(wide.columns)); });
  layer.feed_out.forward(context, wide, h, {.residual = h});
  layer.output_norm.forward(context, h);
}

}  // namespace kokoro::nn
