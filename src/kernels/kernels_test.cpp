#include "kernels/kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "kernels/peak.hpp"
#include "kernels/test_buffers.hpp"
#include "kernels/winograd.hpp"

namespace kokoro::kernels {
namespace {

using testing::aligned;
using testing::Buffer;
using testing::random_buffer;

double relative_error(const Buffer& got, const Buffer& wanted) {
  double difference = 0;
  double power = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    difference += std::pow(static_cast<double>(got[i]) - static_cast<double>(wanted[i]), 2);
    power += std::pow(static_cast<double>(wanted[i]), 2);
  }
  return std::sqrt(difference / std::max(power, 1e-30));
}

/// Every vector table this processor has; the plain table is what they are compared with.
class Vector : public ::testing::TestWithParam<std::size_t> {
 protected:
  const KernelTable& table() const { return supported_tables()[GetParam()]; }
  const KernelTable& plain() const { return supported_tables().back(); }
};

INSTANTIATE_TEST_SUITE_P(Tables, Vector, ::testing::Range<std::size_t>(0, supported_tables().size()),
                         [](const auto& instance) { return std::string(supported_tables()[instance.param].name); });

struct ConvCase {
  int frames, in, out, width, dilation, pad;
  Activation activation;
  bool scaled, residual, stats;
};

/// One convolution with everything around it, as one job.
struct ConvRun {
  Buffer y, mean, squares;
};

ConvRun run_conv(const KernelTable& table, const ConvCase& c, WinogradTile tile = WinogradTile::none) {
  const int rows = c.frames + 2 * c.pad - (c.width - 1) * c.dilation;
  const int padded_in = round_up(c.in, kDepthBlock);
  const Buffer x = random_buffer(c.frames * c.in, 1);
  const Buffer w = random_buffer(c.out * c.in * c.width, 2, 1.0 / std::sqrt(c.in * c.width));
  const Buffer bias = random_buffer(round_up(c.out, 64), 3);
  const Buffer scale = random_buffer(padded_in, 4);
  const Buffer shift = random_buffer(padded_in, 5);
  const Buffer alpha = random_buffer(padded_in, 6);
  const Buffer inverse = random_buffer(padded_in, 7);
  ConvRun run{random_buffer(rows * c.out, 8), Buffer(static_cast<std::size_t>(c.out)),
              Buffer(static_cast<std::size_t>(c.out))};
  const Buffer residual = random_buffer(rows * c.out, 9);
  Conv1dJob job;
  job.x = x.data();
  job.x_stride = static_cast<std::size_t>(c.in);
  job.frames = c.frames;
  job.in = c.in;
  job.out = c.out;
  job.width = c.width;
  job.dilation = c.dilation;
  job.pad = c.pad;
  job.y = run.y.data();
  job.y_stride = static_cast<std::size_t>(c.out);
  job.input.activation = c.activation;
  job.input.slope = 0.2F;
  if (c.scaled) {
    job.input.scale = scale.data();
    job.input.shift = shift.data();
  }
  job.input.alpha_over_pi = alpha.data();
  job.input.inverse_alpha = inverse.data();
  job.output.bias = bias.data();
  if (c.residual) {
    job.output.residual = residual.data();
    job.output.residual_stride = static_cast<std::size_t>(c.out);
    job.output.residual2 = run.y.data();  // in place
    job.output.residual2_stride = static_cast<std::size_t>(c.out);
    job.output.factor = 0.5F;
  }
  if (c.stats) {
    job.output.mean = run.mean.data();
    job.output.squares = run.squares.data();
  }
  job.row_end = rows;
  job.block_end = round_up(c.out, table.tile_cols) / table.tile_cols;
  Buffer packed;
  Buffer scratch;
  if (tile != WinogradTile::none) {
    const WinogradPlan& plan = winograd_plan(tile);
    packed = aligned(winograd_packed_size(plan, c.in, c.out, c.width, table.tile_cols));
    pack_winograd(plan, w.data(), c.in, c.out, c.width, table.tile_cols, packed.data());
    scratch = aligned(winograd_scratch(plan, rows, c.in, c.width, c.dilation, table.tile_cols));
    job.weights = packed.data();
    job.scratch = scratch.data();
    table.winograd1d({job, tile});
  } else {
    packed = aligned(conv1d_packed_size(c.in, c.out, c.width, table.tile_cols));
    pack_conv1d(w.data(), static_cast<std::size_t>(c.in * c.width), static_cast<std::size_t>(c.width), 1, c.in, c.out,
                c.width, table.tile_cols, packed.data());
    scratch = aligned(conv1d_scratch(rows, c.in, c.width, c.dilation, table.tile_cols));
    job.weights = packed.data();
    job.scratch = scratch.data();
    table.conv1d(job);
  }
  return run;
}

/// A tile with the width of a filter that it serves.
struct TileCase {
  WinogradTile tile;
  int width;
  double bits_lost;  ///< at most, against the plain sum of floats
};
constexpr TileCase kTileCases[] = {{WinogradTile::f2x3, 3, 0.6},
                                   {WinogradTile::f6x3, 3, 2.0},
                                   {WinogradTile::f6x6, 11, 4.0},
                                   {WinogradTile::f6x7, 7, 4.0}};

const ConvCase kConvCases[] = {
    {1, 1, 1, 1, 1, 0, Activation::none, false, false, false},
    {7, 22, 17, 3, 1, 1, Activation::leaky_relu, true, false, true},
    {33, 16, 16, 7, 3, 9, Activation::snake, true, true, true},
    {5, 48, 33, 11, 5, 25, Activation::snake, true, true, false},
    {100, 65, 64, 1, 1, 0, Activation::leaky_relu, false, true, true},
    {61, 34, 22, 7, 1, 3, Activation::none, true, false, false},
    {2, 514, 40, 3, 1, 1, Activation::leaky_relu, true, false, true},
    {19, 96, 100, 2, 1, 1, Activation::none, false, false, false},
};

TEST_P(Vector, ConvolvesLikeThePlainLoops) {
  for (const ConvCase& c : kConvCases) {
    const ConvRun got = run_conv(table(), c);
    const ConvRun wanted = run_conv(plain(), c);
    EXPECT_LT(relative_error(got.y, wanted.y), 2e-6) << c.frames << " " << c.in << " " << c.out << " " << c.width;
    if (!c.stats) continue;
    EXPECT_LT(relative_error(got.mean, wanted.mean), 1e-4);
    if (c.frames > 1) {
      EXPECT_LT(relative_error(got.squares, wanted.squares), 1e-5);
    }
  }
}

TEST_P(Vector, ToomCookGivesTheSameConvolution) {
  if (table().winograd1d == nullptr) GTEST_SKIP() << "the plain table has none";
  for (const auto& [tile, width, bits] : kTileCases) {
    for (const int dilation : {1, 3, 5}) {
      for (const int frames : {1, 13, 180, 271}) {
        const ConvCase c{frames, 70,   80,  width, dilation, (width - 1) * dilation / 2, Activation::snake,
                         true,   true, true};
        const ConvRun got = run_conv(table(), c, tile);
        const ConvRun wanted = run_conv(plain(), c);
        EXPECT_LT(relative_error(got.y, wanted.y), 5e-6) << width << " " << dilation << " " << frames;
        EXPECT_LT(relative_error(got.mean, wanted.mean), 1e-4);
      }
    }
  }
}

TEST_P(Vector, ToomCookLosesFourBitsAtMost) {
  if (table().winograd1d == nullptr) GTEST_SKIP() << "the plain table has none";
  constexpr double kDirectError = 2.8e-7;  // of 384 to 2816 products, in sums of 128
  for (const auto& [tile, width, bits] : kTileCases) {
    for (const int channels : {128, 256}) {
      const ConvCase c{48, channels, 32, width, 1, (width - 1) / 2, Activation::none, false, false, false};
      const ConvRun wanted = run_conv(plain(), c);
      EXPECT_LT(relative_error(run_conv(table(), c, tile).y, wanted.y), kDirectError * std::exp2(bits))
          << width << " " << channels;
    }
  }
}

TEST_P(Vector, LstmWalksBothWays) {
  for (const int hidden : {1, 5, 32, 48}) {
    for (const bool reverse : {false, true}) {
      const int frames = 9;
      const Buffer gates = random_buffer(frames * 4 * hidden, 1);
      const Buffer w = random_buffer(4 * hidden * hidden, 2, 0.3);
      Buffer packed = aligned(lstm_packed_size(hidden));
      pack_lstm(w.data(), hidden, packed.data());
      Buffer scratch = aligned(lstm_scratch(hidden));
      Buffer got(static_cast<std::size_t>(frames * hidden));
      Buffer wanted = got;
      const auto stride = static_cast<std::size_t>(hidden);
      table().lstm(gates.data(), packed.data(), frames, hidden, reverse, got.data(), stride, scratch.data());
      plain().lstm(gates.data(), packed.data(), frames, hidden, reverse, wanted.data(), stride, nullptr);
      EXPECT_LT(relative_error(got, wanted), 2e-6) << hidden;
    }
  }
}

TEST_P(Vector, RowFunctions) {
  for (const int n : {1, 3, 8, 17, 96, 130}) {
    const Buffer weight = random_buffer(n, 1);
    const Buffer bias = random_buffer(n, 2);
    const auto compare = [&](const char* what, double bound, auto&& run) {
      Buffer got = random_buffer(5 * n, 3, 2.0);
      Buffer wanted = got;
      run(table(), got);
      run(plain(), wanted);
      EXPECT_LT(relative_error(got, wanted), bound) << what << " " << n;
    };
    const auto stride = static_cast<std::size_t>(n);
    compare("layer_norm", n > 1 ? 1e-5 : 1e-3, [&](const KernelTable& t, Buffer& x) {
      t.layer_norm(x.data(), stride, 5, n, weight.data(), bias.data(), 1e-5F);
    });
    compare("gelu", 1e-6, [&](const KernelTable& t, Buffer& x) { t.gelu(x.data(), x.size()); });
    compare("softmax", 1e-6, [&](const KernelTable& t, Buffer& x) { t.softmax(x.data(), stride, 5, n, 0.5F); });
    compare("leaky_relu", 1e-7, [&](const KernelTable& t, Buffer& x) { t.leaky_relu(x.data(), x.size(), 0.2F); });
    compare("column_stats", 1e-5, [&](const KernelTable& t, Buffer& x) {
      t.column_stats(Buffer(x).data(), stride, 3, n, x.data(), x.data() + n);
    });
    compare("matvec", 2e-6, [&](const KernelTable& t, Buffer& x) {
      Buffer y(4);
      t.matvec(x.data(), bias.data(), weight.data(), n > 3 ? 4 : 1, n, y.data());
      std::copy_n(y.begin(), n > 3 ? 4 : 1, x.begin());
    });
  }
}

TEST_P(Vector, SourceFollowsPitchAndSeed) {
  const int frames = 11;
  const int hop = 60;
  const int harmonics = 9;
  Buffer f0(static_cast<std::size_t>(frames));
  Buffer increments(static_cast<std::size_t>(frames * harmonics));
  std::vector<double> cycles(increments.size());
  for (int h = 0; h < harmonics; ++h) {
    double sum = 0;
    for (int j = 0; j < frames; ++j) {
      f0[static_cast<std::size_t>(j)] = j == 4 ? 0.0F : 100.0F + 20.0F * static_cast<float>(j);
      const auto i = static_cast<std::size_t>(h * frames + j);
      increments[i] = f0[static_cast<std::size_t>(j)] * static_cast<float>(h + 1) / 24000.0F;
      sum += static_cast<double>(increments[i]) * hop;
      cycles[i] = sum - std::floor(sum);
    }
  }
  const Buffer weights = random_buffer(harmonics, 1);
  const Buffer noise = random_buffer(frames * hop * harmonics, 2);
  for (const bool injected : {true, false}) {
    Buffer got(static_cast<std::size_t>(frames * hop));
    Buffer wanted = got;
    SourceJob job{f0.data(),
                  cycles.data(),
                  increments.data(),
                  frames,
                  hop,
                  harmonics,
                  weights.data(),
                  0.1F,
                  injected ? noise.data() : nullptr,
                  1.5F,
                  42,
                  0,
                  frames,
                  got.data()};
    // In two parts: the split must not show.
    SourceJob part = job;
    part.frame_end = 5;
    table().harmonic_source(part);
    part.frame_begin = 5;
    part.frame_end = frames;
    table().harmonic_source(part);
    job.y = wanted.data();
    plain().harmonic_source(job);
    EXPECT_LT(relative_error(got, wanted), 1e-5) << injected;
  }
}

TEST_P(Vector, SpectrumAndBack) {
  const int n_fft = 20;
  const int hop = 5;
  const int bins = 11;
  const int stride = round_up(bins, kDepthBlock);
  const int samples = 300;
  const int frames = samples / hop + 1;
  const Buffer basis = random_buffer(n_fft * 2 * stride, 1);
  const Buffer x = random_buffer(samples, 2);
  Buffer got(static_cast<std::size_t>(frames * 2 * bins));
  Buffer wanted = got;
  StftJob job{x.data(), samples, n_fft, hop, basis.data(), bins, stride, 0, frames, got.data(), 2 * bins};
  table().stft(job);
  job.y = wanted.data();
  plain().stft(job);
  EXPECT_LT(relative_error(got, wanted), 1e-5);

  const int wide = round_up(n_fft, kDepthBlock);
  const Buffer inverse = random_buffer(2 * stride * wide, 3);
  const Buffer envelope = random_buffer(hop * (frames - 1) + n_fft, 4);
  Buffer head = random_buffer(frames * 2 * bins, 5);
  Buffer scratch = aligned(istft_scratch(samples, bins, n_fft));
  // Columns past n_fft must not reach the sums: they are zero in a real basis.
  Buffer clean = inverse;
  for (int r = 0; r < 2 * stride; ++r) std::fill_n(clean.begin() + r * wide + n_fft, wide - n_fft, 0.0F);
  Buffer wave(static_cast<std::size_t>(samples));
  Buffer plain_wave = wave;
  IstftJob back{head.data(), 2 * bins, frames,          bins, n_fft, hop,         clean.data(),
                stride,      wide,     envelope.data(), 0,    130,   wave.data(), scratch.data()};
  table().istft(back);
  back.sample_begin = 130;
  back.sample_end = samples;
  table().istft(back);
  back.sample_begin = 0;
  back.y = plain_wave.data();
  plain().istft(back);
  EXPECT_LT(relative_error(wave, plain_wave), 1e-5);
}

TEST(Noise, IsStandardNormalAndKeyed) {
  const int frames = 500;
  const Buffer f0(frames, 0.0F);  // unvoiced: noise alone
  const std::vector<double> cycles(frames, 0.0);
  const Buffer increments(frames, 0.0F);
  const float weight = 1;
  const auto make = [&](std::uint64_t seed) {
    Buffer y(static_cast<std::size_t>(frames * 300));
    const SourceJob job{f0.data(), cycles.data(), increments.data(), frames, 300, 1, &weight, 0, nullptr, 1, seed,
                        0,         frames,        y.data()};
    supported_tables().front().harmonic_source(job);
    return y;
  };
  const Buffer a = make(1);
  EXPECT_EQ(a, make(1));
  EXPECT_NE(a, make(2));
  double mean = 0;
  double square = 0;
  double next = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double v = std::atanh(static_cast<double>(a[i])) * 30;  // amplitude 0.1/3
    mean += v;
    square += v * v;
    if (i > 0) next += v * std::atanh(static_cast<double>(a[i - 1])) * 30;
  }
  const auto n = static_cast<double>(a.size());
  EXPECT_NEAR(mean / n, 0, 0.012);
  EXPECT_NEAR(square / n, 1, 0.02);
  EXPECT_NEAR(next / n, 0, 0.012);
}

TEST_P(Vector, MeasuresItsPeak) {
  const PeakRate peak = measure_peak(table());
  if (table().fp32_burst == nullptr) {
    EXPECT_EQ(peak.fp32_gflops, 0);
  } else {
    // Slower than one operation in ten nanoseconds or faster than a thousand at once: not a rate of this world.
    EXPECT_GT(peak.fp32_gflops, 0.1);
    EXPECT_LT(peak.fp32_gflops, 1e4);
  }
  EXPECT_EQ(peak.bf16_gflops > 0, table().bf16_burst != nullptr);
}

TEST(Table, ChosenByName) {
  ASSERT_EQ(setenv("KOKORO_ISA", "scalar", 1), 0);
  EXPECT_EQ((*choose_table())->name, "scalar");
  ASSERT_EQ(setenv("KOKORO_ISA", "AVX9", 1), 0);
  const auto none = choose_table();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::unsupported);
  EXPECT_NE(none.error().hint.find("scalar"), std::string::npos);
  ASSERT_EQ(setenv("KOKORO_ISA", "AMX", 1), 0);
  const auto amx = choose_table();
  if (amx_missing().empty()) {
    ASSERT_TRUE(amx);
    EXPECT_EQ((*amx)->name, "AMX");
  } else {
    ASSERT_FALSE(amx);
    EXPECT_NE(amx.error().message.find(amx_missing()), std::string::npos) << "says why";
  }
  ASSERT_EQ(unsetenv("KOKORO_ISA"), 0);
  EXPECT_EQ(*choose_table(), &supported_tables().front());
}

}  // namespace
}  // namespace kokoro::kernels
