// Per-target include guard, as Highway's own -inl headers have it.
#if defined(KOKORO_KERNELS_SNAKE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOKORO_KERNELS_SNAKE_INL_HPP
#undef KOKORO_KERNELS_SNAKE_INL_HPP
#else
#define KOKORO_KERNELS_SNAKE_INL_HPP
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// v + inverse_alpha · sin²(alpha·v), with alpha_over_pi = alpha/π.
///
/// f = u − round(u) is exact, and sin²(πf) = z·P(z), z = f²: minimax of degree 6 on |f| ≤ ½, absolute error 6e-8, so no
/// other range reduction is needed. For |alpha·v| ~ 100 the error is that of rounding alpha·v (4e-5), as in any fp32.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V snake(D d, V v, V alpha_over_pi, V inverse_alpha) {
  const V u = hn::Mul(v, alpha_over_pi);
  const V f = hn::Sub(u, hn::Round(u));
  const V z = hn::Mul(f, f);
  V p = hn::Set(d, -3.27294494805F);
  p = hn::MulAdd(p, z, hn::Set(d, 12.9907295865F));
  p = hn::MulAdd(p, z, hn::Set(d, -30.0859529692F));
  p = hn::MulAdd(p, z, hn::Set(d, 42.7253847627F));
  p = hn::MulAdd(p, z, hn::Set(d, -32.4695811144F));
  p = hn::MulAdd(p, z, hn::Set(d, 9.86960292023F));
  return hn::MulAdd(hn::Mul(p, z), inverse_alpha, v);
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
