#include "kernels/x86_features.hpp"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#endif

namespace kokoro::kernels {

#if defined(__x86_64__) && defined(__linux__)
namespace {

struct CpuId {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
};

/// Zeros where the processor has no such leaf.
CpuId cpu_id(unsigned leaf, unsigned subleaf) {
  CpuId id;
  if (__get_cpuid_count(leaf, subleaf, &id.a, &id.b, &id.c, &id.d) == 0) return {};
  return id;
}

/// Whether the system saves these state components for a thread (XCR0).
bool system_saves(std::uint64_t components) {
  constexpr unsigned kOsxsave = 1U << 27;
  if ((cpu_id(1, 0).c & kOsxsave) == 0) return false;
  unsigned low = 0;
  unsigned high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (((static_cast<std::uint64_t>(high) << 32) | low) & components) == components;
}

}  // namespace

std::string amx_bf16_missing() {
  constexpr unsigned kAmxBf16 = 1U << 22;
  constexpr unsigned kAmxTile = 1U << 24;
  constexpr unsigned kNeeded = kAmxBf16 | kAmxTile;
  if ((cpu_id(7, 0).d & kNeeded) != kNeeded) return "the processor has no AMX bf16 tiles";
  constexpr std::uint64_t kTileState = 3ULL << 17;
  if (!system_saves(kTileState)) return "the system does not save AMX tiles";
  // On systems that do not ask, the call fails as unknown.
  constexpr long kRequestPermission = 0x1023;
  constexpr long kTileData = 18;
  if (syscall(SYS_arch_prctl, kRequestPermission, kTileData) != 0) return "the system refuses AMX tiles";
  return "";
}

std::string avx512_bf16_missing() {
  constexpr unsigned kAvx512 = 1U << 16;
  constexpr unsigned kBf16 = 1U << 5;
  if ((cpu_id(7, 0).b & kAvx512) == 0 || (cpu_id(7, 1).a & kBf16) == 0) return "the processor has no AVX-512 BF16";
  constexpr std::uint64_t kVectorState = 0b111'00110;  // masks and both halves of the 512-bit registers; SSE, AVX
  if (!system_saves(kVectorState)) return "the system does not save AVX-512 registers";
  return "";
}
#else
std::string amx_bf16_missing() { return "AMX is for Linux on x86-64"; }
std::string avx512_bf16_missing() { return "AVX-512 is for x86-64"; }
#endif

}  // namespace kokoro::kernels
