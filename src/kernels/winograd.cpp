#include "kernels/winograd.hpp"

#include <array>
#include <vector>

namespace kokoro::kernels {
namespace {

/// Coefficients, lowest first, of Π (x − point) over all points but `skip`.
std::vector<double> product_without(const std::vector<double>& points, std::size_t skip) {
  std::vector<double> poly{1.0};
  for (std::size_t l = 0; l < points.size(); ++l) {
    if (l == skip) continue;
    std::vector<double> next(poly.size() + 1, 0.0);
    for (std::size_t a = 0; a < poly.size(); ++a) {
      next[a + 1] += poly[a];
      next[a] -= points[l] * poly[a];
    }
    poly = next;
  }
  return poly;
}

WinogradPlan make_plan(int taps, const std::vector<double>& finite_points) {
  WinogradPlan plan;
  plan.taps = taps;
  plan.points = plan.outputs + taps - 1;
  const std::size_t finite = finite_points.size();
  for (std::size_t i = 0; i < finite; ++i) {
    double denominator = 1;
    for (std::size_t l = 0; l < finite; ++l) {
      if (l != i) denominator *= finite_points[i] - finite_points[l];
    }
    const std::vector<double> poly = product_without(finite_points, i);
    for (std::size_t a = 0; a < poly.size(); ++a) plan.input[i][a] = static_cast<float>(poly[a]);
    double power = 1;
    for (int k = 0; k < taps; ++k, power *= finite_points[i]) plan.filter[i][k] = power / denominator;
    power = 1;
    for (int q = 0; q < plan.outputs; ++q, power *= finite_points[i]) plan.output[q][i] = static_cast<float>(power);
  }
  // The point at infinity.
  const std::vector<double> poly = product_without(finite_points, finite);
  for (std::size_t a = 0; a < poly.size(); ++a) plan.input[finite][a] = static_cast<float>(poly[a]);
  plan.filter[finite][taps - 1] = 1;
  plan.output[plan.outputs - 1][finite] = 1;
  return plan;
}

}  // namespace

const WinogradPlan& winograd_plan(int taps) {
  static const WinogradPlan kThree = make_plan(3, {0, 1, -1, 2, -2});
  static const WinogradPlan kFour = make_plan(4, {0, 1, -1, 2, -2, 0.5});
  return taps == 3 ? kThree : kFour;
}

std::size_t winograd_packed_size(const WinogradPlan& plan, int in, int out, int width, int tile_cols) {
  return static_cast<std::size_t>(plan.points * plan.groups(width)) *
         static_cast<std::size_t>(round_up(in, kDepthBlock)) * static_cast<std::size_t>(round_up(out, tile_cols));
}

void pack_winograd(const WinogradPlan& plan, const float* w, int in, int out, int width, int tile_cols, float* packed) {
  const int depth = round_up(in, kDepthBlock);
  for (int p = 0; p < plan.points; ++p) {
    for (int o0 = 0; o0 < out; o0 += tile_cols) {
      for (int i0 = 0; i0 < depth; i0 += kDepthBlock) {
        for (int group = 0; group < plan.groups(width); ++group) {
          for (int i = i0; i < i0 + kDepthBlock; ++i) {
            for (int o = o0; o < o0 + tile_cols; ++o, ++packed) {
              double sum = 0;
              for (int k = 0; k < plan.taps; ++k) {
                const int tap = group * plan.taps + k;
                if (o >= out || i >= in || tap >= width) continue;
                const auto row =
                    static_cast<std::size_t>(o) * static_cast<std::size_t>(in) + static_cast<std::size_t>(i);
                sum += plan.filter[p][k] *
                       static_cast<double>(w[row * static_cast<std::size_t>(width) + static_cast<std::size_t>(tap)]);
              }
              *packed = static_cast<float>(sum);
            }
          }
        }
      }
    }
  }
}

std::size_t winograd_scratch(const WinogradPlan& plan, int rows, int in, int out, int width, int dilation,
                             int tile_cols) {
  const auto depth = static_cast<std::size_t>(round_up(in, kDepthBlock));
  const auto tiles = static_cast<std::size_t>(plan.tiles(rows, dilation) + 2 * kMaxTileRows);
  const auto columns = static_cast<std::size_t>(round_up(out, tile_cols));
  return depth * static_cast<std::size_t>(plan.input_rows(rows, width, dilation)) +
         static_cast<std::size_t>(plan.groups(width)) * depth * tiles +
         static_cast<std::size_t>(plan.points) * columns * tiles +
         static_cast<std::size_t>((rows + kMaxTileRows) * tile_cols);
}

}  // namespace kokoro::kernels
