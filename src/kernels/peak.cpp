#include "kernels/peak.hpp"

#include <algorithm>
#include <chrono>

#include "kernels/kernels.hpp"

namespace kokoro::kernels {
namespace {

double best_rate(double (*burst)()) {
  using Clock = std::chrono::steady_clock;
  constexpr int kWindows = 25;
  constexpr double kWindowNs = 2e6;
  if (burst == nullptr) return 0;
  double best = 0;
  for (int i = 0; i < kWindows; ++i) {
    double operations = 0;
    double ns = 0;
    const Clock::time_point start = Clock::now();
    while (ns < kWindowNs) {
      operations += burst();
      ns = std::chrono::duration<double, std::nano>(Clock::now() - start).count();
    }
    best = std::max(best, operations / ns);
  }
  return best;
}

}  // namespace

PeakRate measure_peak(const KernelTable& table) { return {best_rate(table.fp32_burst), best_rate(table.bf16_burst)}; }

}  // namespace kokoro::kernels
