#pragma once

#include <array>
#include <cstddef>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// Toom-Cook F(outputs, taps): neighbouring results of a filter of `taps` from outputs + taps - 1 products instead of
/// outputs · taps.
///
/// y = output · ((filter · w) ⊙ (input · x)). Interpolation points are ∞, pairs ±p of fractions near 1 and, to make
/// their number even, 0, chosen by trial among small numerators and denominators for the least rounding error. Pairs
/// halve the work of the transforms.
///
/// Wider filters are split in groups of `taps`, whose products add up before the output transform. With as many taps as
/// outputs the input of a tile's next group is the input of the next tile: each tile is transformed once for all
/// groups.
struct WinogradPlan {
  static constexpr int kMostOutputs = 6;
  static constexpr int kMostTaps = 7;
  static constexpr int kMostPoints = kMostOutputs + kMostTaps - 1;
  int outputs = 2;
  int taps = 3;
  int points = 4;
  float input[kMostPoints][kMostPoints] = {};
  double filter[kMostPoints][kMostTaps] = {};
  float output[kMostOutputs][kMostPoints] = {};

  /// Whether point p and the next are x and −x: all finite ones are such pairs, but for a leading 0.
  constexpr bool begins_pair(int p) const {
    const int first = (points - 1) % 2;
    return p >= first && p < points - 1 && (p - first) % 2 == 0;
  }

  constexpr bool ends_pair(int p) const { return p > 0 && begins_pair(p - 1); }

  /// Whether the input transform's rows of points p and p + 1, a pair, share the even coefficients and differ in the
  /// sign of the odd ones; else the other way round.
  constexpr bool even_alike(int p) const { return input[p][0] == input[p + 1][0] && input[p][2] == input[p + 1][2]; }

  constexpr int groups(int width) const { return (width + taps - 1) / taps; }

  /// Tiles that cover `rows` outputs of a dilated convolution: whole sets of `dilation` interleaved tiles.
  constexpr int tiles(int rows, int dilation) const {
    const int set = outputs * dilation;
    return (rows + set - 1) / set * dilation;
  }

  /// Tiles whose transformed input those read, groups included.
  constexpr int input_tiles(int rows, int width, int dilation) const {
    return tiles(rows, dilation) + (groups(width) - 1) * dilation;
  }

  /// Input rows that those read.
  constexpr int input_rows(int rows, int width, int dilation) const {
    return (input_tiles(rows, width, dilation) / dilation - 1) * outputs * dilation + points * dilation;
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

constexpr WinogradPlan make_winograd_plan(int outputs, int taps, const WinogradPoints& points) {
  WinogradPlan plan;
  plan.outputs = outputs;
  plan.taps = taps;
  plan.points = outputs + taps - 1;
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
      if (k < outputs) plan.output[k][i] = static_cast<float>(power);
    }
  }
  // The point at infinity.
  plan.filter[finite][taps - 1] = 1;
  plan.output[outputs - 1][finite] = 1;
  return plan;
}

template <WinogradTile kTile>
inline constexpr WinogradPlan kWinogradPlan{};
template <>
inline constexpr WinogradPlan kWinogradPlan<WinogradTile::f2x3> = make_winograd_plan(2, 3, {0, 1, -1});
template <>
inline constexpr WinogradPlan kWinogradPlan<WinogradTile::f6x3> = make_winograd_plan(6, 3,
                                                                                     {0, 1, -1, 2, -2, 0.5, -0.5});
template <>
inline constexpr WinogradPlan kWinogradPlan<WinogradTile::f6x6> =
    make_winograd_plan(6, 6, {1, -1, 1.5, -1.5, 0.5, -0.5, 3, -3, 0.25, -0.25});
template <>
inline constexpr WinogradPlan kWinogradPlan<WinogradTile::f6x7> =
    make_winograd_plan(6, 7, {0, 1, -1, 1.5, -1.5, 2.0 / 3, -2.0 / 3, 1.0 / 3, -1.0 / 3, 3, -3});

/// Whether the rows of each pair of points are as begins_pair() and even_alike() say: the transforms compute one from
/// the other's parts.
constexpr bool is_made_of_pairs(const WinogradPlan& plan) {
  for (int p = 0; p < plan.points; ++p) {
    if (!plan.begins_pair(p)) continue;
    for (int j = 0; j < plan.points; ++j) {
      const bool alike = (j % 2 == 0) == plan.even_alike(p);
      if (plan.input[p + 1][j] != (alike ? plan.input[p][j] : -plan.input[p][j])) return false;
    }
    for (int q = 0; q < plan.outputs; ++q) {
      if (plan.output[q][p + 1] != (q % 2 == 0 ? plan.output[q][p] : -plan.output[q][p])) return false;
    }
  }
  return true;
}
static_assert(is_made_of_pairs(kWinogradPlan<WinogradTile::f2x3>));
static_assert(is_made_of_pairs(kWinogradPlan<WinogradTile::f6x3>));
static_assert(is_made_of_pairs(kWinogradPlan<WinogradTile::f6x6>));
static_assert(is_made_of_pairs(kWinogradPlan<WinogradTile::f6x7>));

/// Calls use.template operator()<tile>() with the tile as a constant; not for `none`.
template <class Use>
constexpr decltype(auto) with_winograd_tile(WinogradTile tile, Use&& use) {
  switch (tile) {
    case WinogradTile::f2x3:
      return use.template operator()<WinogradTile::f2x3>();
    case WinogradTile::f6x6:
      return use.template operator()<WinogradTile::f6x6>();
    case WinogradTile::f6x7:
      return use.template operator()<WinogradTile::f6x7>();
    default:
      return use.template operator()<WinogradTile::f6x3>();
  }
}

constexpr const WinogradPlan& winograd_plan(WinogradTile tile) {
  return with_winograd_tile(tile, []<WinogradTile kTile>() -> const WinogradPlan& { return kWinogradPlan<kTile>; });
}

/// Floats of transformed weights, [column block][point][depth block][group][kDepthBlock][tile_cols].
std::size_t winograd_packed_size(const WinogradPlan& plan, int in, int out, int width, int tile_cols);

/// Transforms and packs w(o, i, k) = w[(o·in + i)·width + k].
void pack_winograd(const WinogradPlan& plan, const float* w, int in, int out, int width, int tile_cols, float* packed);

/// Floats of scratch for a job of `rows` rows.
std::size_t winograd_scratch(const WinogradPlan& plan, int rows, int in, int width, int dilation, int tile_cols);

}  // namespace kokoro::kernels
