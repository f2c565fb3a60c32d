#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "kernels/kernels.hpp"
#include "kernels/test_buffers.hpp"

namespace kokoro::testing {

/// A convolution with random data and everything around it, and its result by plain loops over the unpacked weights.
struct Bf16Case {
  int in = 1, out = 1, width = 1, dilation = 1, rows = 1;
  kernels::Activation activation = kernels::Activation::none;
  bool scaled = false;
  bool residual = false;
  int terms = 1;

  int pad() const { return (width - 1) * dilation / 2; }
  int frames() const { return rows - 2 * pad() + (width - 1) * dilation; }
  std::string name() const {
    return std::to_string(in) + ">" + std::to_string(out) + " width " + std::to_string(width) + " dilation " +
           std::to_string(dilation) + " rows " + std::to_string(rows) + " terms " + std::to_string(terms);
  }
};

/// The arrays of a case.
struct Bf16Data {
  explicit Bf16Data(const Bf16Case& shape)
      : c(shape),
        x(random_buffer(c.frames() * c.in, 1)),
        w(random_buffer(c.out * c.in * c.width, 2, 1.0 / std::sqrt(c.in * c.width))),
        bias(random_buffer(kernels::round_up(c.out, kernels::kBf16Cols), 3)),
        scale(random_buffer(padded_in(), 4)),
        shift(random_buffer(padded_in(), 5)),
        alpha(random_buffer(padded_in(), 6)),
        inverse(random_buffer(padded_in(), 7)),
        residual(random_buffer(c.rows * c.out, 8)),
        before(random_buffer(c.rows * c.out, 9)) {}

  int padded_in() const { return kernels::round_up(c.in, kernels::kDepthBlock); }

  /// What the convolution sees of channel i in a frame, in double.
  double input(int frame, int i) const {
    const auto at = [&](const Buffer& b) { return static_cast<double>(b[static_cast<std::size_t>(i)]); };
    auto v = static_cast<double>(x[static_cast<std::size_t>(frame * c.in + i)]);
    if (c.scaled) v = v * at(scale) + at(shift);
    if (c.activation == kernels::Activation::leaky_relu) v = std::max(v, 0.2F * v);
    if (c.activation == kernels::Activation::snake) {
      v += at(inverse) * std::pow(std::sin(std::numbers::pi * at(alpha) * v), 2);
    }
    return v;
  }

  /// The result with exact operands, or with operands rounded to bfloat16; `power` gets the sum of the squares of all
  /// that is added up, which is what the power of the result would be if nothing had cancelled by chance.
  Buffer oracle(bool rounded, double& power) const {
    const auto operand = [&](double v) {
      const auto f = static_cast<float>(v);
      return rounded ? static_cast<double>(kernels::from_bf16(kernels::to_bf16(f))) : v;
    };
    std::vector<double> inputs;
    for (int t = 0; t < c.frames(); ++t) {
      for (int i = 0; i < c.in; ++i) inputs.push_back(operand(input(t, i)));
    }
    std::vector<double> weights;
    for (const float v : w) weights.push_back(operand(static_cast<double>(v)));
    Buffer y(before.size());
    power = 0;
    for (int t = 0; t < c.rows; ++t) {
      for (int o = 0; o < c.out; ++o) {
        double sum = static_cast<double>(bias[static_cast<std::size_t>(o)]);
        double squares = sum * sum;
        for (int k = 0; k < c.width; ++k) {
          const int from = t + k * c.dilation - c.pad();
          if (from < 0 || from >= c.frames()) continue;
          for (int i = 0; i < c.in; ++i) {
            const double product = inputs[static_cast<std::size_t>(from * c.in + i)] *
                                   weights[static_cast<std::size_t>((o * c.in + i) * c.width + k)];
            sum += product;
            squares += product * product;
          }
        }
        const auto at = static_cast<std::size_t>(t * c.out + o);
        if (c.residual) squares *= 0.25;
        power += squares;
        if (c.residual) sum = (sum + static_cast<double>(residual[at]) + static_cast<double>(before[at])) * 0.5;
        y[at] = static_cast<float>(sum);
      }
    }
    return y;
  }

  const Bf16Case c;
  Buffer x, w, bias, scale, shift, alpha, inverse, residual, before;
};

/// Result and statistics, [piece][out], of a run in pieces.
struct Bf16Run {
  Buffer y;
  std::vector<Buffer> mean, squares;
};

/// Runs a case in pieces of `piece` rows, each column block for itself; convolve(job) is the implementation.
template <class Convolve>
Bf16Run run_bf16(const Bf16Data& data, int piece, const Convolve& convolve) {
  const Bf16Case& c = data.c;
  using kernels::kBf16Cols;
  std::vector<std::uint16_t, AlignedAllocator<std::uint16_t>> packed(
      kernels::conv1d_bf16_packed_size(c.in, c.out, c.width, c.terms));
  kernels::pack_conv1d_bf16(data.w.data(), static_cast<std::size_t>(c.in * c.width), static_cast<std::size_t>(c.width),
                            1, c.in, c.out, c.width, c.terms, packed.data());
  Bf16Run run;
  run.y = data.before;
  // Of the size that is asked for and no more: an overrun shows in a build with address checks.
  Buffer scratch = aligned(kernels::conv1d_bf16_scratch(std::min(piece, c.rows), c.in, c.width, c.dilation, c.terms));
  kernels::Bf16ConvJob job;
  job.weights = packed.data();
  job.terms = c.terms;
  kernels::Conv1dJob& conv = job.conv;
  conv.x = data.x.data();
  conv.x_stride = static_cast<std::size_t>(c.in);
  conv.frames = c.frames();
  conv.in = c.in;
  conv.out = c.out;
  conv.width = c.width;
  conv.dilation = c.dilation;
  conv.pad = c.pad();
  conv.y = run.y.data();
  conv.y_stride = static_cast<std::size_t>(c.out);
  conv.input.activation = c.activation;
  conv.input.slope = 0.2F;
  if (c.scaled) conv.input.scale = data.scale.data();
  if (c.scaled) conv.input.shift = data.shift.data();
  conv.input.alpha_over_pi = data.alpha.data();
  conv.input.inverse_alpha = data.inverse.data();
  conv.output.bias = data.bias.data();
  if (c.residual) {
    conv.output.residual = data.residual.data();
    conv.output.residual_stride = static_cast<std::size_t>(c.out);
    conv.output.residual2 = run.y.data();  // in place
    conv.output.residual2_stride = static_cast<std::size_t>(c.out);
    conv.output.factor = 0.5F;
  }
  conv.scratch = scratch.data();
  for (int row = 0; row < c.rows; row += piece) {
    run.mean.emplace_back(static_cast<std::size_t>(c.out));
    run.squares.emplace_back(static_cast<std::size_t>(c.out));
    conv.output.mean = run.mean.back().data();
    conv.output.squares = run.squares.back().data();
    conv.row_begin = row;
    conv.row_end = std::min(c.rows, row + piece);
    for (int block = 0; block * kBf16Cols < c.out; ++block) {
      conv.block_begin = block;
      conv.block_end = block + 1;
      convolve(job);
    }
  }
  return run;
}

}  // namespace kokoro::testing
