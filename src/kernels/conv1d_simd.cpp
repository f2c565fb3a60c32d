#include <algorithm>
#include <cstring>

#include "kernels/kernels.hpp"
#include "kernels/output_prefetch.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/conv1d_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

#include "kernels/conv1d-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {

void conv1d(const Conv1dJob& job) {
  const int rows = job.row_end - job.row_begin;
  const int input_rows = rows + (job.width - 1) * job.dilation;
  const int depth_blocks = round_up(job.in, kDepthBlock) / kDepthBlock;
  const RowWalk walk{static_cast<size_t>(input_rows) * kDepthBlock, job.width, job.dilation, tile_cols()};
  float* input = job.scratch;
  float* sums = input + walk.block_stride * static_cast<size_t>(depth_blocks);
  load_input(job, job.row_begin - job.pad, input_rows, FloatSink{input});

  constexpr int kStep = 8;
  const int segments = depth_blocks * job.width;
  const int cols = static_cast<int>(tile_cols());
  const size_t block_size = static_cast<size_t>(segments) * kDepthBlock * tile_cols();
  for (int block = job.block_begin; block < job.block_end; ++block) {
    OutputPrefetch output(job, block * cols, cols, job.row_begin, rows, epilogue_calls<kStep>(rows, segments));
    const float* weights = job.weights + static_cast<size_t>(block) * block_size;
    const auto epilogue = [&] { output.step(); };
    if (job.out - block * cols <= static_cast<int>(hn::Lanes(Floats()))) {  // narrow layers waste no vector
      multiply_all<kDepthBlock, kStep, 1>(walk, job.frames, input, rows, segments, weights, sums, epilogue);
    } else {
      multiply_all<kDepthBlock, kStep>(walk, job.frames, input, rows, segments, weights, sums, epilogue);
    }
    store_output(job, block, tile_cols(), rows, sums);
  }
}

void fill_conv1d(KernelTable& table) {
  table.tile_cols = static_cast<int>(tile_cols());
  table.conv1d = conv1d;
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_conv1d);
void fill_conv1d(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_conv1d)(table); }
}  // namespace kokoro::kernels
#endif
