#include "nn/packed_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>

namespace kokoro::nn {
namespace {

struct Arrays {
  PackedArray<float> floats;
  PackedArray<float> none;
  PackedArray<std::uint16_t> shorts;
};

Arrays add_arrays(PackedStore& store, std::atomic<int>& fills) {
  Arrays arrays;
  arrays.floats = store.add<float>(5, [&fills](float* to) {
    ++fills;
    for (int i = 0; i < 5; ++i) to[i] = static_cast<float>(i);
  });
  arrays.none = store.add<float>(0, [&fills](float*) { ++fills; });
  arrays.shorts = store.add<std::uint16_t>(3, [&fills](std::uint16_t* to) {
    ++fills;
    to[0] = to[1] = to[2] = 7;
  });
  return arrays;
}

TEST(PackedStore, FillsEveryArrayOnItsOwnCacheLine) {
  ThreadPool pool(2);
  PackedStore store;
  std::atomic<int> fills = 0;
  const Arrays arrays = add_arrays(store, fills);
  EXPECT_EQ(store.bytes(), 128U);
  store.allocate(pool);
  EXPECT_EQ(fills, 2);
  EXPECT_EQ(arrays.floats.data()[4], 4.0F);
  EXPECT_EQ(arrays.shorts.data()[2], 7);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arrays.shorts.data()) % 64, 0U);
  EXPECT_TRUE(arrays.none.empty());
  EXPECT_EQ(arrays.none.data(), nullptr);
}

TEST(PackedStore, MemoryOfAnEarlierRunIsTakenAsItIs) {
  ThreadPool pool(2);
  PackedStore first;
  std::atomic<int> fills = 0;
  add_arrays(first, fills);
  first.allocate(pool);
  const std::shared_ptr<std::byte> copy(new std::byte[first.bytes()], std::default_delete<std::byte[]>());
  std::memcpy(copy.get(), first.memory(), first.bytes());

  PackedStore second;
  std::atomic<int> fills_again = 0;
  const Arrays arrays = add_arrays(second, fills_again);
  second.adopt(copy);
  EXPECT_EQ(fills_again, 0);
  EXPECT_EQ(arrays.floats.data()[3], 3.0F);
}

}  // namespace
}  // namespace kokoro::nn
