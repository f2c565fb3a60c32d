#pragma once

#include <array>
#include <cstddef>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// Toom-Cook F(6, taps): six neighbouring results of a filter of `taps` from taps + 5 products instead of 6·taps.
///
/// y = output · ((filter · w) ⊙ (input · x)). Interpolation points are 0, ∞ and fractions near ±1, chosen by trial
/// among small numerators and denominators for the least rounding error.
///
/// Wider filters are split in groups of `taps`, whose products add up before the output transform. With 6 taps the
/// input of a tile's next group is the input of the next tile: each tile is transformed once for all groups.
struct WinogradPlan {
  static constexpr int kOutputs = 6;
  static constexpr int kMostTaps = 7;
  static constexpr int kMostPoints = kOutputs + kMostTaps - 1;
  int taps = 3;
  int points = 8;
  float input[kMostPoints][kMostPoints] = {};
  double filter[kMostPoints][kMostTaps] = {};
  float output[kOutputs][kMostPoints] = {};

  constexpr int groups(int width) const { return (width + taps - 1) / taps; }

  /// Tiles that cover `rows` outputs of a dilated convolution: whole sets of `dilation` interleaved tiles.
  static constexpr int tiles(int rows, int dilation) {
    const int set = kOutputs * dilation;
    return (rows + set - 1) / set * dilation;
  }

  /// Tiles whose transformed input those read, groups included.
  constexpr int input_tiles(int rows, int width, int dilation) const {
    return tiles(rows, dilation) + (groups(width) - 1) * dilation;
  }

  /// Input rows that those read.
  constexpr int input_rows(int rows, int width, int dilation) const {
    return (input_tiles(rows, width, dilation) / dilation - 1) * kOutputs * dilation + points * dilation;
  }
};

/// The finite points of a plan.
using WinogradPoints = std::array<double, WinogradPlan::kMostPoints - 1>;

/// Coefficients, lowest first, of Π (x − point) over the first `count` points but `skip`.
constexpr std::array<double, WinogradPlan::kMostPoints> product_without(const WinogradPoints& points, int count,
                                                                        int skip) {
  std::array<double, WinogradPlan::kMostPoints> poly{1.0};
  int degree = 0;
  for (int l = 0; l < count; ++l) {
    if (l == skip) continue;
    for (int a = degree + 1; a > 0; --a) {
      poly[static_cast<std::size_t>(a)] = poly[static_cast<std::size_t>(a - 1)] -
                                          points[static_cast<std::size_t>(l)] * poly[static_cast<std::size_t>(a)];
    }
    poly[0] *= -points[static_cast<std::size_t>(l)];
    ++degree;
  }
  return poly;
}

constexpr WinogradPlan make_winograd_plan(int taps, const WinogradPoints& points) {
  WinogradPlan plan;
  plan.taps = taps;
  plan.points = WinogradPlan::kOutputs + taps - 1;
  const int finite = plan.points - 1;
  for (int i = 0; i <= finite; ++i) {
    const auto poly = product_without(points, finite, i);
    for (int a = 0; a < plan.points; ++a) plan.input[i][a] = static_cast<float>(poly[static_cast<std::size_t>(a)]);
    if (i == finite) continue;
    const double point = points[static_cast<std::size_t>(i)];
    double denominator = 1;
    for (int l = 0; l < finite; ++l) {
      if (l != i) denominator *= point - points[static_cast<std::size_t>(l)];
    }
    double power = 1;
    for (int k = 0; k < WinogradPlan::kMostTaps; ++k, power *= point) {
      if (k < taps) plan.filter[i][k] = power / denominator;
      if (k < WinogradPlan::kOutputs) plan.output[k][i] = static_cast<float>(power);
    }
  }
  // The point at infinity.
  plan.filter[finite][taps - 1] = 1;
  plan.output[WinogradPlan::kOutputs - 1][finite] = 1;
  return plan;
}

template <int kTaps>
inline constexpr WinogradPlan kWinogradPlan{};
template <>
inline constexpr WinogradPlan kWinogradPlan<3> = make_winograd_plan(3, {0, 1, -1, 2, -2, 0.5, -0.5});
template <>
inline constexpr WinogradPlan kWinogradPlan<6> = make_winograd_plan(6, {0, 1, -1, 1.5, -1.5, 2.0 / 3, -2.0 / 3, 3, -3,
                                                                        -0.25});
template <>
inline constexpr WinogradPlan kWinogradPlan<7> = make_winograd_plan(7, {0, 1, -1, 1.5, -1.5, 2.0 / 3, -2.0 / 3, 1.0 / 3,
                                                                        -1.0 / 3, 3, -3});

/// The plan for 3, 6 or 7 taps. More than one group needs 6.
constexpr const WinogradPlan& winograd_plan(int taps) {
  return taps == 3 ? kWinogradPlan<3> : taps == 6 ? kWinogradPlan<6> : kWinogradPlan<7>;
}

/// Floats of transformed weights, [column block][point][depth block][group][kDepthBlock][tile_cols].
std::size_t winograd_packed_size(const WinogradPlan& plan, int in, int out, int width, int tile_cols);

/// Transforms and packs w(o, i, k) = w[(o·in + i)·width + k].
void pack_winograd(const WinogradPlan& plan, const float* w, int in, int out, int width, int tile_cols, float* packed);

/// Floats of scratch for a job of `rows` rows.
std::size_t winograd_scratch(const WinogradPlan& plan, int rows, int in, int width, int dilation, int tile_cols);

}  // namespace kokoro::kernels
