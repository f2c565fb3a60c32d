#pragma once

namespace kokoro::kernels {

struct KernelTable;

// Each vector source sets its functions for the instruction set that Highway has chosen at the time of the call.
void fill_conv1d(KernelTable& table);
void fill_conv1d_bf16(KernelTable& table);
void fill_winograd(KernelTable& table);
void fill_elementwise(KernelTable& table);
void fill_lstm(KernelTable& table);
void fill_spectrum(KernelTable& table);
void fill_peak(KernelTable& table);

/// The plain C++ table, and its convolutions with their statistics.
KernelTable scalar_table();
void fill_scalar_conv1d(KernelTable& table);

}  // namespace kokoro::kernels
