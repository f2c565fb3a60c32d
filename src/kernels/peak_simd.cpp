#include "kernels/kernels.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/peak_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

#include "kernels/conv1d-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {

/// As many independent chains of multiply-adds as the register tile of the convolution has sums.
double fp32_burst() {
  constexpr int kChains = kTileRows * kTileVectors;
  constexpr int kSteps = 4096;
  const Floats d;
  // Not known to the compiler. The chains stay between 0 and 1.
  volatile float shrink = 0.75F;
  volatile float grow = 0.25F;
  const FloatV factor = hn::Set(d, shrink);
  const FloatV term = hn::Set(d, grow);
  FloatV chain[kChains];
  HWY_UNROLL(32) for (int i = 0; i < kChains; ++i) chain[i] = hn::Set(d, static_cast<float>(i) / kChains);
  for (int step = 0; step < kSteps; ++step) {
    HWY_UNROLL(32) for (int i = 0; i < kChains; ++i) chain[i] = hn::MulAdd(chain[i], factor, term);
  }
  FloatV total = chain[0];
  HWY_UNROLL(32) for (int i = 1; i < kChains; ++i) total = hn::Add(total, chain[i]);
  volatile float result = hn::GetLane(total);
  static_cast<void>(result);
  return 2.0 * kSteps * kChains * static_cast<double>(hn::Lanes(d));
}

void fill_peak(KernelTable& table) { table.fp32_burst = fp32_burst; }

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_peak);
void fill_peak(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_peak)(table); }
}  // namespace kokoro::kernels
#endif
