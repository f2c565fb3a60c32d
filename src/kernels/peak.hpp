#pragma once

namespace kokoro::kernels {

struct KernelTable;

/// What one thread can reach on the instructions of a table, in 10⁹ floating-point operations a second; a multiply-add
/// is two.
struct PeakRate {
  double fp32_gflops = 0;  ///< multiply-adds of whole vectors that never leave the registers; 0: the plain table
  /// Matrix tiles of random numbers from the first-level cache, or pairs in registers; 0: neither.
  double bf16_gflops = 0;
};

/// Measures for about 50 ms a rate: the best of short windows, so that being interrupted does not count. It is that of
/// the calling thread while nothing else runs; to know the rate of several threads, call it on all of them at once.
/// Random numbers matter: on zeros the tiles draw less power and run a third faster than they ever do in earnest.
PeakRate measure_peak(const KernelTable& table);

}  // namespace kokoro::kernels
