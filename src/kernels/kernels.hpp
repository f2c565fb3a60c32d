#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/conv1d.hpp"
#include "kernels/conv1d_bf16.hpp"
#include "kernels/spectrum.hpp"

namespace kokoro::kernels {

/// The functions of one instruction set. All work on raw views, never allocate, and are pure: any thread may call them.
/// Time runs along rows, channels along columns ("channels last"); strides are in floats.
struct KernelTable {
  std::string_view name;    ///< "AVX2"
  int tile_cols = 0;        ///< output channels of one packed weight block
  bool bf16_tiles = false;  ///< conv1d_bf16 runs on matrix tiles: several times the rate of conv1d, not just its equal

  /// One job of a convolution: see Conv1dJob. Accuracy: within 4·ULP·sqrt(in·width) of the double-precision sum.
  void (*conv1d)(const Conv1dJob& job) = nullptr;

  /// The same convolution by Toom-Cook tiles, for weights packed so: see WinogradJob.
  void (*winograd1d)(const WinogradJob& job) = nullptr;

  /// The same convolution with operands rounded to bfloat16: see Bf16ConvJob.
  void (*conv1d_bf16)(const Bf16ConvJob& job) = nullptr;

  /// y[o] = bias[o] + Σ_i w[o, i] x[i]; w row-major [out, in].
  void (*matvec)(const float* w, const float* bias, const float* x, int out, int in, float* y) = nullptr;

  /// One direction of an LSTM whose input products are done: gates [frames, 4·hidden] in order i, f, g, o already hold
  /// W_ih x + b_ih + b_hh; `recurrent` is W_hh packed by pack_lstm; y[t, 0..hidden) is written at y_stride.
  /// `scratch` holds lstm_scratch(hidden) floats. Walks backwards in time when `reverse`.
  void (*lstm)(const float* gates, const float* recurrent, int frames, int hidden, bool reverse, float* y,
               std::size_t y_stride, float* scratch) = nullptr;

  /// In place: x[t] = layer_norm(x[t]) · weight + bias, over `channels`.
  void (*layer_norm)(float* x, std::size_t stride, int frames, int channels, const float* weight, const float* bias,
                     float epsilon) = nullptr;

  /// In place: x = 0.5 x (1 + tanh(√(2/π)(x + 0.044715 x³))).
  void (*gelu)(float* x, std::size_t count) = nullptr;

  /// In place over each row: softmax(x · factor).
  void (*softmax)(float* x, std::size_t stride, int rows, int columns, float factor) = nullptr;

  /// In place: x = max(x, slope · x), 0 < slope < 1.
  void (*leaky_relu)(float* x, std::size_t count, float slope) = nullptr;

  /// Mean and Σ(x − mean)² of each of `channels` columns over the rows.
  void (*column_stats)(const float* x, std::size_t stride, int rows, int channels, float* mean,
                       float* squares) = nullptr;

  /// Harmonic source: see SourceJob.
  void (*harmonic_source)(const SourceJob& job) = nullptr;

  /// Short-time spectrum of the source: see StftJob.
  void (*stft)(const StftJob& job) = nullptr;

  /// Inverse of the spectrum head: see IstftJob.
  void (*istft)(const IstftJob& job) = nullptr;

  /// For the matrix kernels, which borrow them; null in the plain table.
  Bf16Parts bf16_parts;

  /// For measure_peak(): a piece of work as fast as the instructions allow, and how many floating-point operations it
  /// was. Null where there is none.
  double (*fp32_burst)() = nullptr;
  double (*bf16_burst)() = nullptr;
};

/// Gate columns of one packed block of recurrent weights.
inline constexpr int kLstmBlock = 64;

/// Packs W_hh [4·hidden, hidden] as [block][hidden][kLstmBlock], zero where padded.
void pack_lstm(const float* w_hh, int hidden, float* packed);
constexpr std::size_t lstm_packed_size(int hidden) {
  return static_cast<std::size_t>(round_up(4 * hidden, kLstmBlock)) * static_cast<std::size_t>(hidden);
}
constexpr std::size_t lstm_scratch(int hidden) {
  return static_cast<std::size_t>(round_up(4 * hidden, kLstmBlock)) +
         2 * static_cast<std::size_t>(round_up(hidden, 16));
}

/// Tables this CPU can run, best first (AVX3_BF16 differs from AVX3 in bfloat16 only); the last is plain C++, the
/// oracle of the others.
const std::vector<KernelTable>& supported_tables();

/// Why the tables have no AMX; empty when they do.
const std::string& amx_missing();

/// The table to use: the best one, or the one that KOKORO_ISA names (AMX, AVX3_BF16, AVX3, AVX2, SSE4, NEON, scalar).
/// Errors: unsupported, naming what this CPU has.
Result<const KernelTable*> choose_table();

}  // namespace kokoro::kernels
