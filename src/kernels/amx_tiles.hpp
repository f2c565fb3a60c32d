#pragma once

#if defined(__x86_64__)
#include "kernels/tiles.hpp"

namespace kokoro::kernels {

/// The tile registers of the processor. Assembler instead of intrinsics: those of GCC 12 tell the compiler neither that
/// the whole configuration is read nor that a load depends on earlier stores.
struct AmxTiles {
  void configure(const TileConfig& config) { asm volatile("ldtilecfg %0" : : "m"(config) : "memory"); }
  void release() { asm volatile("tilerelease" : : : "memory"); }
  template <int kTile>
  void zero() {
    asm volatile("tilezero %%tmm%c0" : : "i"(kTile));
  }
  template <int kTile>
  void load(const void* rows, std::size_t stride) {
    asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(rows), "r"(stride), "i"(kTile) : "memory");
  }
  template <int kTile>
  void store(void* rows, std::size_t stride) {
    asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(rows), "r"(stride), "i"(kTile) : "memory");
  }
  template <int kSum, int kA, int kB>
  void multiply() {
    asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(kSum), "i"(kA), "i"(kB));
  }
};

}  // namespace kokoro::kernels
#endif
