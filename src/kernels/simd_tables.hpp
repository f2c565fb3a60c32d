#pragma once

namespace kokoro::kernels {

struct KernelTable;

// Each vector source sets its functions for the instruction set that Highway has chosen at the time of the call.
void fill_conv1d(KernelTable& table);
void fill_winograd(KernelTable& table);
void fill_elementwise(KernelTable& table);
void fill_lstm(KernelTable& table);
void fill_spectrum(KernelTable& table);

/// The plain C++ table.
KernelTable scalar_table();

}  // namespace kokoro::kernels
