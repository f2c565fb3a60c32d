#pragma once

#include <cstddef>
#include <cstdint>

namespace kokoro::kernels {

/// The 64 bytes that LDTILECFG reads: the shape of each tile register.
struct alignas(64) TileConfig {
  std::uint8_t palette = 1;  ///< 1: eight tiles of at most 16 rows of 64 bytes
  std::uint8_t start_row = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t row_bytes[16] = {};
  std::uint8_t rows[16] = {};
};
static_assert(sizeof(TileConfig) == 64);

/// All eight tiles whole.
constexpr TileConfig whole_tiles() {
  TileConfig config;
  for (int tile = 0; tile < 8; ++tile) {
    config.row_bytes[tile] = 64;
    config.rows[tile] = 16;
  }
  return config;
}

// A tile type has, with tiles named by template arguments:
//   void configure(const TileConfig&)                       LDTILECFG
//   void release()                                          TILERELEASE
//   void zero<tile>()                                       TILEZERO
//   void load<tile>(const void* rows, std::size_t stride)   TILELOADD, stride in bytes
//   void store<tile>(void* rows, std::size_t stride)        TILESTORED
//   void multiply<sum, a, b>()                              TDPBF16PS: sum[m, n] += Σ_k a[m, k] · b[k / 2, n, k % 2]

}  // namespace kokoro::kernels
