#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "nn/bi_lstm.hpp"
#include "nn/channel_stats.hpp"
#include "nn/conv1d.hpp"
#include "nn/snake_resblock.hpp"
#include "nn/strided_conv1d.hpp"
#include "nn/transposed_conv1d.hpp"

namespace kokoro::nn {
namespace {

std::vector<float> normal(int size, unsigned seed, double deviation = 1) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> distribution(0, deviation);
  std::vector<float> out(static_cast<std::size_t>(size));
  for (float& v : out) v = static_cast<float>(distribution(generator));
  return out;
}

MatrixView view(std::vector<float>& values, int rows, int columns) {
  return {values.data(), rows, columns, static_cast<std::size_t>(columns)};
}

WeightSource numbers(std::vector<float> values) {
  return [values = std::move(values)] { return values; };
}

/// What every test runs with.
struct Setting {
  explicit Setting(int threads = 2) : pool(threads) {}
  ThreadPool pool;
  PackedStore store;
  Workspace workspace;
  CancelToken cancel;
  const kernels::KernelTable& table = kernels::supported_tables().front();
  Context context{table, &pool, workspace, cancel};
  PackTarget target{table, store};
};

TEST(TransposedConv1d, MatchesItsDefinition) {
  for (const auto& [width, stride, pad] : {std::tuple{20, 10, 5}, {12, 6, 3}, {4, 2, 1}, {7, 3, 2}}) {
    Setting s;
    const int in = 6;
    const int out = 5;
    const int rows = 9;
    const std::vector<float> w = normal(in * out * width, 1);
    const std::vector<float> bias = normal(out, 2);
    std::vector<float> x = normal(rows * in, 3);
    const TransposedConv1d layer(s.target, in, out, width, stride, pad, numbers(w), numbers(bias));
    s.store.allocate(s.pool);
    const TransposedConv1d::Output got = layer.forward(s.context, view(x, rows, in), {});
    ASSERT_EQ(got.y.rows, (rows - 1) * stride - 2 * pad + width);
    for (int t = 0; t < got.y.rows; ++t) {
      for (int o = 0; o < out; ++o) {
        double sum = static_cast<double>(bias[static_cast<std::size_t>(o)]);
        for (int i = 0; i < rows; ++i) {
          const int k = t - stride * i + pad;
          if (k < 0 || k >= width) continue;
          for (int c = 0; c < in; ++c) {
            sum += static_cast<double>(w[static_cast<std::size_t>((c * out + o) * width + k)]) *
                   static_cast<double>(x[static_cast<std::size_t>(i * in + c)]);
          }
        }
        ASSERT_NEAR(got.y.row(t)[o], sum, 1e-4) << width << " at " << t << "," << o;
      }
    }
  }
}

TEST(StridedConv1d, MatchesItsDefinition) {
  for (const auto& [width, stride, pad] : {std::tuple{12, 6, 3}, {1, 1, 0}, {5, 2, 2}}) {
    Setting s;
    const int in = 7;
    const int out = 4;
    const int rows = 61;
    const std::vector<float> w = normal(in * out * width, 1);
    const std::vector<float> bias = normal(out, 2);
    std::vector<float> x = normal(rows * in, 3);
    const StridedConv1d layer(s.target, in, out, width, stride, pad, numbers(w), numbers(bias));
    s.store.allocate(s.pool);
    const Matrix y = s.context.matrix(layer.rows_out(rows), out);
    layer.forward(s.context, view(x, rows, in), y);
    for (int t = 0; t < y.rows; ++t) {
      for (int o = 0; o < out; ++o) {
        double sum = static_cast<double>(bias[static_cast<std::size_t>(o)]);
        for (int k = 0; k < width; ++k) {
          const int from = stride * t + k - pad;
          if (from < 0 || from >= rows) continue;
          for (int c = 0; c < in; ++c) {
            sum += static_cast<double>(w[static_cast<std::size_t>((o * in + c) * width + k)]) *
                   static_cast<double>(x[static_cast<std::size_t>(from * in + c)]);
          }
        }
        ASSERT_NEAR(y.row(t)[o], sum, 1e-4) << width << " at " << t << "," << o;
      }
    }
  }
}

TEST(ChannelStats, SurviveAMeanFarFromZero) {
  Setting s;
  const int rows = 1000;
  std::vector<float> x = normal(rows * 3, 1, 0.01);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += i % 3 == 0 ? 1000.0F : 0.0F;
  ChannelStats stats;
  stats.gather(s.context, view(x, rows, 3));
  std::vector<double> mean;
  std::vector<double> variance;
  stats.finish(mean, variance);
  double exact_mean = 0;
  for (int t = 0; t < rows; ++t) exact_mean += static_cast<double>(x[static_cast<std::size_t>(3 * t)]) / rows;
  double exact = 0;
  for (int t = 0; t < rows; ++t)
    exact += std::pow(static_cast<double>(x[static_cast<std::size_t>(3 * t)]) - exact_mean, 2) / rows;
  EXPECT_NEAR(mean[0], exact_mean, 1e-4);
  EXPECT_NEAR(variance[0] / exact, 1, 0.02);
  EXPECT_NEAR(variance[1], 1e-4, 2e-5);
}

/// A residual block over `rows` frames, with everything random.
std::vector<float> run_resblock(int threads, int rows, int channels) {
  Setting s(threads);
  const int style_dim = 8;
  SnakeResBlock block;
  for (unsigned j = 0; j < 3; ++j) {
    SnakeResBlock::Step step;
    const auto norm = [&](unsigned seed) {
      return AdaIn(s.target, channels, style_dim, numbers(normal(2 * channels * style_dim, seed)),
                   numbers(normal(2 * channels, seed + 1)));
    };
    step.norm1 = norm(10 * j);
    step.norm2 = norm(10 * j + 2);
    step.snake1 = SnakeParameters(normal(channels, 10 * j + 4));
    step.snake2 = SnakeParameters(normal(channels, 10 * j + 5));
    Conv1dShape shape{.in = channels, .out = channels, .width = 7, .dilation = 1 + 2 * static_cast<int>(j)};
    shape.tile = 6;
    shape.pad = 3 * shape.dilation;
    const double deviation = 1 / std::sqrt(7.0 * channels);
    const auto conv = [&](unsigned seed) {
      return Conv1d(s.target, shape, numbers(normal(channels * channels * 7, seed, deviation)),
                    numbers(normal(channels, seed + 1)));
    };
    step.conv1 = conv(10 * j + 6);
    step.conv2 = conv(10 * j + 8);
    block.steps.push_back(std::move(step));
  }
  s.store.allocate(s.pool);
  std::vector<float> x = normal(rows * channels, 99);
  std::vector<float> y(x.size());
  ChannelStats stats;
  stats.gather(s.context, view(x, rows, channels));
  block.forward(s.context, view(x, rows, channels), stats, normal(style_dim, 98), view(y, rows, channels));
  return y;
}

TEST(SnakeResBlock, IsBitEqualForAnyNumberOfThreads) {
  for (const int channels : {24, 80}) {
    const std::vector<float> one = run_resblock(1, 700, channels);
    EXPECT_EQ(one, run_resblock(2, 700, channels));
    EXPECT_EQ(one, run_resblock(5, 700, channels));
  }
}

TEST(SnakeParameters, AlphaZeroIsTheIdentity) {
  const std::vector<float> alpha{0.0F, 2.0F};
  const SnakeParameters parameters(alpha);
  EXPECT_EQ(parameters.inverse_alpha[0], 0.0F);
  EXPECT_EQ(parameters.inverse_alpha[1], 0.5F);
}

TEST(Context, CancelledWorkIsSkipped) {
  ThreadPool pool(2);
  Workspace workspace;
  CancelSource source;
  source.cancel();
  const CancelToken token = source.token();
  const Context context{kernels::supported_tables().front(), &pool, workspace, token};
  int calls = 0;
  context.parallel(10, [&](int) { ++calls; });
  EXPECT_EQ(calls, 0);
}

TEST(Workspace, ReusesWhatIsGivenBack) {
  Workspace workspace;
  const float* first = nullptr;
  {
    const Matrix a = workspace.matrix(1000, 300);
    first = a.data;
  }
  const std::size_t bytes = workspace.bytes();
  const Matrix b = workspace.matrix(900, 300);
  EXPECT_EQ(b.data, first);
  const Matrix c = workspace.matrix(1000, 300);
  EXPECT_GE(c.data, b.data + 900 * 300);
  EXPECT_GE(workspace.bytes(), bytes);
}

TEST(Workspace, CutsSmallPiecesFromWhatALargeOneLeft) {
  Workspace workspace;
  Matrix large = workspace.matrix(4000, 1000);
  const Matrix after = workspace.matrix(10, 10);
  const std::size_t bytes = workspace.bytes();
  large = Matrix();
  const Matrix one = workspace.matrix(1000, 1000);
  const Matrix two = workspace.matrix(2000, 1000);
  EXPECT_LT(two.data, after.data);
  EXPECT_EQ(workspace.bytes(), bytes);
  EXPECT_GE(two.data, one.data + 1000 * 1000);
}

TEST(Workspace, PiecesDoNotOverlap) {
  Workspace workspace;
  std::vector<Matrix> living;
  std::mt19937 random(1);
  for (int step = 0; step < 300; ++step) {
    if (!living.empty() && random() % 3 == 0) {
      living.erase(living.begin() + static_cast<std::ptrdiff_t>(random() % living.size()));
    } else {
      living.push_back(workspace.matrix(1 + static_cast<int>(random() % 90), 1 + static_cast<int>(random() % 200)));
      std::fill_n(living.back().data, living.back().rows * living.back().columns, static_cast<float>(step));
    }
    for (const Matrix& matrix : living) {
      ASSERT_EQ(matrix.row(0)[0], matrix.row(matrix.rows - 1)[matrix.columns - 1]) << step;
    }
  }
}

}  // namespace
}  // namespace kokoro::nn
