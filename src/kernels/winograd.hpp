#pragma once

#include <cstddef>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// Toom-Cook F(outputs, taps): `outputs` neighbouring results of a filter of `taps` from outputs + taps − 1 products.
///
/// y = output · ((filter · w) ⊙ (input · x)). Interpolation points 0, ±1, ±2 and ∞, with ½ for the seventh: small, so
/// that fp32 loses about one bit against the direct sum (relative error 0.5-1.4e-6).
struct WinogradPlan {
  int outputs = 4;
  int taps = 3;
  int points = 6;
  float input[8][8] = {};
  double filter[8][4] = {};
  float output[4][8] = {};

  /// Filters wider than `taps` are split in groups whose products add up before the output transform.
  int groups(int width) const { return (width + taps - 1) / taps; }

  /// Tiles that cover `rows` outputs of a dilated convolution: whole sets of `dilation` interleaved tiles.
  int tiles(int rows, int dilation) const {
    const int set = outputs * dilation;
    return (rows + set - 1) / set * dilation;
  }

  /// Input rows that those tiles read.
  int input_rows(int rows, int width, int dilation) const {
    return (tiles(rows, dilation) / dilation * outputs - outputs + (groups(width) - 1) * taps + points) * dilation;
  }
};

/// The plan for 3 or for 4 taps.
const WinogradPlan& winograd_plan(int taps);

/// Floats of transformed weights, [point][column block][depth block][group][kDepthBlock][tile_cols].
std::size_t winograd_packed_size(const WinogradPlan& plan, int in, int out, int width, int tile_cols);

/// Transforms and packs w(o, i, k) = w[(o·in + i)·width + k].
void pack_winograd(const WinogradPlan& plan, const float* w, int in, int out, int width, int tile_cols, float* packed);

/// Floats of scratch for a job of `rows` rows and all columns.
std::size_t winograd_scratch(const WinogradPlan& plan, int rows, int in, int out, int width, int dilation,
                             int tile_cols);

}  // namespace kokoro::kernels
