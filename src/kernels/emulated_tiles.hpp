#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "kernels/conv1d_bf16.hpp"
#include "kernels/tiles.hpp"

namespace kokoro::kernels {

/// A model of the tile registers in plain C++, with the rules of Intel's manual (volume 2, LDTILECFG, TILELOADD,
/// TDPBF16PS, TILESTORED): what would raise an exception is kept in fault(), and nothing else happens.
class EmulatedTiles {
 public:
  /// The first broken rule; empty if none.
  const std::string& fault() const { return fault_; }
  bool configured() const { return configured_; }

  void configure(const TileConfig& config) {
    release();
    if (config.palette == 0) return;
    if (config.palette != 1) return stop("palette");
    for (const std::uint8_t byte : config.reserved) {
      if (byte != 0) return stop("reserved byte");
    }
    for (int tile = 0; tile < 16; ++tile) {
      if (tile >= 8 && (config.rows[tile] != 0 || config.row_bytes[tile] != 0)) return stop("more than eight tiles");
      if (config.rows[tile] > 16 || config.row_bytes[tile] > 64) return stop("tile too large");
      if ((config.rows[tile] == 0) != (config.row_bytes[tile] == 0)) return stop("rows without bytes");
    }
    config_ = config;
    configured_ = true;
  }

  void release() {
    configured_ = false;
    config_ = TileConfig{};
    std::memset(data_, 0, sizeof(data_));
  }

  void zero(int tile) {
    if (!usable(tile)) return;
    std::memset(data_[tile], 0, sizeof(data_[tile]));
  }

  void load(int tile, const void* rows, std::size_t stride) {
    if (!usable(tile)) return;
    std::memset(data_[tile], 0, sizeof(data_[tile]));
    for (int r = 0; r < config_.rows[tile]; ++r) {
      std::memcpy(data_[tile][r], static_cast<const char*>(rows) + static_cast<std::size_t>(r) * stride,
                  config_.row_bytes[tile]);
    }
  }

  void store(int tile, void* rows, std::size_t stride) {
    if (!usable(tile)) return;
    for (int r = 0; r < config_.rows[tile]; ++r) {
      std::memcpy(static_cast<char*>(rows) + static_cast<std::size_t>(r) * stride, data_[tile][r],
                  config_.row_bytes[tile]);
    }
  }

  void multiply(int sum, int a, int b) {
    if (!usable(sum) || !usable(a) || !usable(b)) return;
    if (sum == a || sum == b || a == b) return stop("one tile twice");
    const int pairs = config_.row_bytes[a] / 4;
    if (config_.row_bytes[a] % 4 != 0 || config_.row_bytes[sum] % 4 != 0 || config_.rows[sum] != config_.rows[a] ||
        config_.row_bytes[sum] != config_.row_bytes[b] || pairs != config_.rows[b]) {
      return stop("shapes");
    }
    float rows[16][32];
    float columns[16][32];
    unpack(a, rows);
    unpack(b, columns);
    for (int m = 0; m < config_.rows[sum]; ++m) {
      for (int n = 0; n < config_.row_bytes[sum] / 4; ++n) {
        float even = 0;
        float odd = 0;
        for (int k = 0; k < pairs; ++k) {
          even = flushed(std::fma(rows[m][2 * k], columns[k][2 * n], even));
          odd = flushed(std::fma(rows[m][2 * k + 1], columns[k][2 * n + 1], odd));
        }
        float total = 0;
        unsigned char* at = data_[sum][m] + 4 * n;
        std::memcpy(&total, at, 4);
        total = flushed(flushed(total) + flushed(even + odd));
        std::memcpy(at, &total, 4);
      }
    }
  }

  // The tile type that conv1d_tiles() takes.
  template <int kTile>
  void zero() {
    zero(kTile);
  }
  template <int kTile>
  void load(const void* rows, std::size_t stride) {
    load(kTile, rows, stride);
  }
  template <int kTile>
  void store(void* rows, std::size_t stride) {
    store(kTile, rows, stride);
  }
  template <int kSum, int kA, int kB>
  void multiply() {
    multiply(kSum, kA, kB);
  }

 private:
  void stop(const char* why) {
    if (fault_.empty()) fault_ = why;
  }
  bool usable(int tile) {
    if (!configured_) stop("not configured");
    if (configured_ && config_.rows[tile] == 0) stop("tile without shape");
    return configured_ && config_.rows[tile] != 0;
  }
  /// Denormals count as zero, in and out.
  static float flushed(float v) { return std::abs(v) < std::numeric_limits<float>::min() ? std::copysign(0.0F, v) : v; }
  void unpack(int tile, float (&to)[16][32]) const {
    for (int row = 0; row < 16; ++row) {
      for (int i = 0; i < 32; ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, data_[tile][row] + 2 * i, 2);
        to[row][i] = flushed(from_bf16(bits));
      }
    }
  }

  TileConfig config_;
  bool configured_ = false;
  std::string fault_;
  unsigned char data_[8][16][64] = {};
};

}  // namespace kokoro::kernels
