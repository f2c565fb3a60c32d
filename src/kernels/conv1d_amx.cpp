#include "kernels/conv1d_amx.hpp"

#if defined(__x86_64__) && defined(__linux__)
#include <cmath>
#include <memory>
#include <vector>

#include "kernels/amx_tiles.hpp"
#include "kernels/conv1d_tiles.hpp"
#include "kernels/kernels.hpp"
#include "kernels/simd_tables.hpp"
#include "kernels/x86_features.hpp"
#endif

namespace kokoro::kernels {

#if defined(__x86_64__) && defined(__linux__)
namespace {

/// Numbers in [-1, 1) from a linear congruence.
struct RandomFloats {
  std::uint32_t state = 1;
  float next() {
    state = state * 1664525U + 1013904223U;
    return static_cast<float>(state >> 8) / static_cast<float>(1 << 23) - 1.0F;
  }
};

/// The vector code around the tiles: that of the table which got them.
Bf16Parts vector_parts;

void conv1d_with(const Bf16ConvJob& job, const Bf16Parts& parts) {
  AmxTiles tiles;
  conv1d_tiles(job, parts, tiles);
}

void conv1d_amx(const Bf16ConvJob& job) { conv1d_with(job, vector_parts); }

/// Four tiles of sums over random operands that stay in the first-level cache.
double burst() {
  constexpr int kSteps = 1024;
  constexpr std::size_t kRowTiles = 8;
  constexpr std::size_t kColumnTiles = 16;
  struct Operands {
    alignas(64) std::uint16_t rows[kRowTiles * kBf16Tile];
    alignas(64) std::uint16_t columns[kColumnTiles * kBf16Tile];
  };
  static const Operands* const operands = [] {
    static Operands made;
    RandomFloats draw;
    for (std::uint16_t& v : made.rows) v = to_bf16(draw.next());
    for (std::uint16_t& v : made.columns) v = to_bf16(draw.next());
    return &made;
  }();
  struct Nothing {
    void step() const {}
    void finish() const {}
  };
  alignas(64) float sums[32 * kBf16Cols];
  const Nothing nothing;
  AmxTiles tiles;
  tiles.configure(whole_tiles());
  constexpr int kRounds = kSteps / static_cast<int>(kColumnTiles / 2);
  TileWalk walk{};
  walk.depth_blocks = static_cast<int>(kColumnTiles / 2);
  walk.width = 1;
  for (int round = 0; round < kRounds; ++round) {
    const std::size_t first = static_cast<std::size_t>(round) % 4 * 2;
    multiply_tiles<1, 2>(tiles, walk, operands->rows + first * kBf16Tile, operands->columns, sums, nothing);
  }
  tiles.release();
  constexpr double kTileOperations = 2.0 * 16 * 16 * 32;
  return 4.0 * kSteps * kTileOperations;
}

/// A convolution with edges in every direction on the tiles and by the plain loops.
bool tiles_multiply(int terms) {
  constexpr int kIn = 40;
  constexpr int kOut = 37;
  constexpr int kWidth = 3;
  constexpr int kRows = 50;
  RandomFloats random;
  const auto draw = [&](std::size_t count) {
    std::vector<float> values(count);
    for (float& v : values) v = random.next();
    return values;
  };
  const std::vector<float> w = draw(kOut * kIn * kWidth);
  const std::vector<float> x = draw(kRows * kIn);
  std::vector<std::uint16_t> packed(conv1d_bf16_packed_size(kIn, kOut, kWidth, terms));
  pack_conv1d_bf16(w.data(), kIn * kWidth, kWidth, 1, kIn, kOut, kWidth, terms, packed.data());
  constexpr std::size_t kAlign = 64;
  std::vector<float> scratch(conv1d_bf16_scratch(kRows, kIn, kWidth, 1, terms) + kAlign);
  std::vector<float> got(kRows * kOut);
  std::vector<float> wanted(kRows * kOut);
  Bf16ConvJob job;
  job.conv.x = x.data();
  job.conv.x_stride = kIn;
  job.conv.frames = kRows;
  job.conv.in = kIn;
  job.conv.out = kOut;
  job.conv.width = kWidth;
  job.conv.pad = 1;
  job.conv.y = got.data();
  job.conv.y_stride = kOut;
  job.conv.row_end = kRows;
  job.conv.block_end = round_up(kOut, kBf16Cols) / kBf16Cols;
  void* aligned = scratch.data();
  std::size_t space = scratch.size() * sizeof(float);
  job.conv.scratch = static_cast<float*>(std::align(kAlign, kAlign, aligned, space));
  job.weights = packed.data();
  job.terms = terms;
  conv1d_amx(job);
  job.conv.y = wanted.data();
  scalar_table().conv1d_bf16(job);
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Sums of 120 products of at most 1.
    constexpr double kBound = 1e-4;
    if (!(std::abs(static_cast<double>(got[i]) - static_cast<double>(wanted[i])) < kBound)) return false;
  }
  return true;
}

}  // namespace

std::string add_amx(KernelTable& table) {
  if (table.bf16_parts.load == nullptr) return "no vector code to go with AMX tiles";
  if (std::string missing = amx_bf16_missing(); !missing.empty()) return missing;
  vector_parts = table.bf16_parts;
  if (!tiles_multiply(1) || !tiles_multiply(3)) return "the AMX tiles of this processor give wrong products";
  table.name = "AMX";
  table.conv1d_bf16 = conv1d_amx;
  table.bf16_tiles = true;
  table.bf16_burst = burst;
  return "";
}

AmxCode amx_code() { return {conv1d_with, burst}; }
#else
std::string add_amx(KernelTable&) { return "AMX is for Linux on x86-64"; }
AmxCode amx_code() { return {}; }
#endif

}  // namespace kokoro::kernels
