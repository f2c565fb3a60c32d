#include "kernels/conv1d_bf16.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "kernels/amx_interpreter.hpp"
#include "kernels/bf16_test_case.hpp"
#include "kernels/conv1d_amx.hpp"
#include "kernels/conv1d_tiles.hpp"
#include "kernels/emulated_tiles.hpp"
#include "kernels/kernels.hpp"
#include "kernels/x86_features.hpp"

namespace kokoro::kernels {
namespace {

using testing::Bf16Case;
using testing::Bf16Data;
using testing::Bf16Run;
using testing::Buffer;
using testing::run_bf16;
using Convolve = std::function<void(const Bf16ConvJob&)>;

double squared_distance(const Buffer& got, const Buffer& wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    sum += std::pow(static_cast<double>(got[i]) - static_cast<double>(wanted[i]), 2);
  }
  return sum;
}

void expect_statistics_of(const Bf16Run& run, const Bf16Case& c, int piece) {
  for (std::size_t p = 0; p < run.mean.size(); ++p) {
    const int first = static_cast<int>(p) * piece;
    const int rows = std::min(piece, c.rows - first);
    for (int o = 0; o < c.out; ++o) {
      double mean = 0;
      double squares = 0;
      const auto value = [&](int r) { return static_cast<double>(run.y[static_cast<std::size_t>(r * c.out + o)]); };
      for (int r = first; r < first + rows; ++r) mean += value(r) / rows;
      for (int r = first; r < first + rows; ++r) squares += std::pow(value(r) - mean, 2);
      const auto at = static_cast<std::size_t>(o);
      ASSERT_NEAR(static_cast<double>(run.mean[p][at]), mean, 1e-5) << c.name() << " column " << o;
      ASSERT_NEAR(static_cast<double>(run.squares[p][at]), squares, 1e-5 * squares + 1e-9) << c.name();
    }
  }
}

/// Compares with plain loops over unpacked weights. With a transform a few inputs lie so near the middle between two
/// bfloat16 numbers that fp32 and double arithmetic round them to different sides.
void expect_right(const Bf16Data& data, int piece, const Convolve& convolve) {
  const Bf16Case& c = data.c;
  const Bf16Run run = run_bf16(data, piece, convolve);
  const bool transformed = c.scaled || c.activation != Activation::none;
  const double bound = c.terms == 3 ? 2e-5 : transformed ? 3e-4 : 2e-6;
  double power = 0;
  const Buffer wanted = data.oracle(c.terms == 1, power);
  EXPECT_LT(std::sqrt(squared_distance(run.y, wanted) / power), bound) << c.name();
  expect_statistics_of(run, c, piece);
}

constexpr int kIn[] = {1, 22, 33, 128, 130};
constexpr int kOut[] = {1, 22, 64, 130};
constexpr int kRows[] = {1, 2, 15, 16, 17, 32, 33, 49, 100, 200};

/// All widths and channels in both precisions; dilations, rows, transforms and residuals drawn for each.
std::vector<Bf16Case> all_cases(int most_rows) {
  std::vector<Bf16Case> cases;
  std::mt19937 draw(1);
  const auto below = [&](unsigned count) { return static_cast<int>(draw() % count); };
  for (const int width : {1, 3, 7, 11}) {
    for (const int in : kIn) {
      for (const int out : kOut) {
        Bf16Case c;
        c.in = in;
        c.out = out;
        c.width = width;
        c.dilation = 1 + 2 * below(3);
        c.rows = std::min(most_rows, kRows[below(std::size(kRows))]);
        c.activation = static_cast<Activation>(below(3));
        c.scaled = c.activation == Activation::snake || below(2) == 1;
        c.residual = below(2) == 1;
        for (const int terms : {1, 3}) {
          c.terms = terms;
          cases.push_back(c);
        }
      }
    }
  }
  return cases;
}

TEST(Bf16, RoundsToNearestEven) {
  EXPECT_EQ(to_bf16(1.0F), 0x3F80);
  EXPECT_EQ(to_bf16(1.00390625F), 0x3F80);  // 1 + 2⁻⁸: a tie, down to even
  EXPECT_EQ(to_bf16(1.01171875F), 0x3F82);  // 1 + 3·2⁻⁸: a tie, up to even
  EXPECT_EQ(to_bf16(1.00390637F), 0x3F81);  // just above the tie
  EXPECT_EQ(to_bf16(std::numeric_limits<float>::max()), 0x7F80);
  EXPECT_EQ(to_bf16(-std::numeric_limits<float>::infinity()), 0xFF80);
  EXPECT_TRUE(std::isnan(from_bf16(to_bf16(std::numeric_limits<float>::quiet_NaN()))));
  EXPECT_TRUE(std::isnan(from_bf16(to_bf16(std::bit_cast<float>(0x7F800001U)))));
}

class Bf16Vector : public ::testing::TestWithParam<std::size_t> {
 protected:
  const KernelTable& table() const { return supported_tables()[GetParam()]; }
};

INSTANTIATE_TEST_SUITE_P(Tables, Bf16Vector, ::testing::Range<std::size_t>(0, supported_tables().size()),
                         [](const auto& instance) { return std::string(supported_tables()[instance.param].name); });

TEST_P(Bf16Vector, ConvolvesRoundedOperands) {
  for (const Bf16Case& c : all_cases(200)) {
    const Bf16Data data(c);
    expect_right(data, 168, table().conv1d_bf16);
  }
}

TEST_P(Bf16Vector, PiecesDoNotShow) {
  const Bf16Data data({70, 80, 7, 3, 200, Activation::snake, true, true, 1});
  const Bf16Run whole = run_bf16(data, 200, table().conv1d_bf16);
  for (const int piece : {1, 13, 32, 100}) {
    EXPECT_EQ(run_bf16(data, piece, table().conv1d_bf16).y, whole.y) << piece;
  }
}

/// Infinite, not-a-number and denormal inputs: only their own row may show them.
void expect_hostile_rows_alone(const Convolve& convolve, int terms) {
  Bf16Data data({40, 50, 1, 1, 40, Activation::none, false, false, terms});
  const Buffer clean = run_bf16(data, 40, convolve).y;
  const float values[] = {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min()};
  for (int i = 0; i < 4; ++i) data.x[static_cast<std::size_t>((3 + 9 * i) * 40 + i)] = values[i];
  const Buffer got = run_bf16(data, 40, convolve).y;
  for (int t = 0; t < 40; ++t) {
    for (int o = 0; o < 50; ++o) {
      const auto at = static_cast<std::size_t>(t * 50 + o);
      if (t == 3 || t == 12 || t == 21) {
        EXPECT_FALSE(std::isfinite(got[at])) << t;
      } else if (t != 30) {
        EXPECT_EQ(got[at], clean[at]) << t;
      } else {
        EXPECT_TRUE(std::isfinite(got[at]));
      }
    }
  }
}

TEST_P(Bf16Vector, HostileValuesStayInTheirRow) {
  for (const int terms : {1, 3}) expect_hostile_rows_alone(table().conv1d_bf16, terms);
}

TEST_P(Bf16Vector, TileKernelOnEmulatedTiles) {
  const Bf16Parts& parts = table().bf16_parts;
  if (parts.load == nullptr) GTEST_SKIP() << "the plain table has no vector code for tiles";
  EmulatedTiles tiles;
  const auto convolve = [&](const Bf16ConvJob& job) { conv1d_tiles(job, parts, tiles); };
  for (const Bf16Case& c : all_cases(33)) {
    const Bf16Data data(c);
    expect_right(data, 32, convolve);
  }
  for (const int terms : {1, 3}) expect_hostile_rows_alone(convolve, terms);
  EXPECT_EQ(tiles.fault(), "");
  EXPECT_FALSE(tiles.configured()) << "tiles must be given back";
}

TEST(EmulatedTiles, FollowShapesAndRules) {
  TileConfig config = whole_tiles();
  config.rows[0] = config.rows[1] = 3;  // sum [3, 5], a [3, 4 pairs], b [4 pairs, 5]
  config.row_bytes[0] = config.row_bytes[2] = 20;
  config.row_bytes[1] = 16;
  config.rows[2] = 4;
  EmulatedTiles tiles;
  tiles.configure(config);
  std::uint16_t a[3][8];
  std::uint16_t b[4][10];
  float sum[3][8] = {};
  for (int i = 0; i < 24; ++i) a[i / 8][i % 8] = to_bf16(static_cast<float>(i));
  for (int i = 0; i < 40; ++i) b[i / 10][i % 10] = to_bf16(static_cast<float>(i % 7));
  sum[2][4] = 1000;
  tiles.load(0, sum, sizeof(sum[0]));
  tiles.load(1, a, sizeof(a[0]));
  tiles.load(2, b, sizeof(b[0]));
  tiles.multiply(0, 1, 2);
  tiles.store(0, sum, sizeof(sum[0]));
  // Row 2 of a is 16..23; column 4 of b is the pairs (8, 9), (18, 19), (28, 29), (38, 39) modulo 7.
  const int column[] = {1, 2, 4, 5, 0, 1, 3, 4};
  float wanted = 1000;
  for (int i = 0; i < 8; ++i) wanted += static_cast<float>((16 + i) * column[i]);
  EXPECT_EQ(sum[2][4], wanted);
  EXPECT_EQ(sum[2][5], 0.0F) << "only the columns of the tile are stored";
  EXPECT_EQ(tiles.fault(), "");
  tiles.multiply(0, 1, 3);
  EXPECT_EQ(tiles.fault(), "shapes");

  EmulatedTiles unconfigured;
  unconfigured.zero<0>();
  EXPECT_EQ(unconfigured.fault(), "not configured");
  EmulatedTiles wrong;
  config.palette = 2;
  wrong.configure(config);
  EXPECT_EQ(wrong.fault(), "palette");
}

TEST(Pairs, AreOfferedWhereTheyRun) {
  const auto& tables = supported_tables();
  const auto has = [&](std::string_view name) {
    return std::any_of(tables.begin(), tables.end(), [&](const KernelTable& t) { return t.name == name; });
  };
  EXPECT_EQ(has("AVX3_BF16"), has("AVX3") && avx512_bf16_missing().empty());
  if (!has("AVX3_BF16")) GTEST_SKIP() << "the instruction was not run: " << avx512_bf16_missing();
}

TEST(Amx, IsOfferedWhereItRuns) {
  const bool offered = supported_tables().front().name == "AMX";
  EXPECT_EQ(offered, amx_missing().empty());
  EXPECT_EQ(offered, supported_tables().front().bf16_tiles);
  if (!offered) GTEST_SKIP() << "the instructions themselves were not run: " << amx_missing();
  for (const Bf16Case& c : all_cases(200)) expect_right(Bf16Data(c), 160, supported_tables().front().conv1d_bf16);
}

#if defined(__x86_64__) && defined(__linux__)
TEST(Amx, MachineCodeDoesWhatItSays) {
  const Bf16Parts& parts = supported_tables().front().bf16_parts;
  if (amx_missing().empty()) GTEST_SKIP() << "the processor itself runs it";
  if (parts.load == nullptr) GTEST_SKIP() << "no vector code to go with tiles";
  AmxInterpreter interpreter;
  const auto convolve = [&](const Bf16ConvJob& job) { amx_code().conv1d(job, parts); };
  for (const Bf16Case& c : all_cases(33)) {
    if (c.in * c.out * c.width > 30000) continue;
    const Bf16Data data(c);
    expect_right(data, 32, convolve);
    ASSERT_EQ(interpreter.tiles().fault(), "") << c.name();
  }
  EXPECT_GT(interpreter.instructions(), 1000);
  const long products = interpreter.products();
  const double operations = amx_code().burst();
  EXPECT_EQ(operations, static_cast<double>(interpreter.products() - products) * 2 * 16 * 16 * 32);
  EXPECT_FALSE(interpreter.tiles().configured());
}
#endif

}  // namespace
}  // namespace kokoro::kernels
