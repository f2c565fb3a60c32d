#include "checkpoint/torch_writer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <numeric>
#include <vector>

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {
namespace {

TEST(TorchWriter, IsReadBackExactly) {
  std::vector<float> values(3 * 1 * 4);
  std::iota(values.begin(), values.end(), -5.25F);
  values[1] = -0.0F;
  const std::string file = write_torch_tensor("voice", std::array<std::int64_t, 3>{3, 1, 4}, values);
  const auto tensor = read_single_tensor({std::as_bytes(std::span(file)), nullptr, "voice.pt"}, 4);
  ASSERT_TRUE(tensor.has_value()) << tensor.error().message;
  EXPECT_EQ(tensor->shape, (std::vector<std::int64_t>{3, 1, 4}));
  const auto read = tensor->to_floats().value();
  ASSERT_EQ(read.size(), values.size());
  EXPECT_EQ(std::memcmp(read.data(), values.data(), values.size() * sizeof(float)), 0);
}

TEST(TorchWriter, NumbersBeginAtAMultipleOfSixtyFour) {
  const std::vector<float> values(5, 1.5F);
  const std::string file = write_torch_tensor("a", std::array<std::int64_t, 2>{1, 5}, values);
  const std::string_view numbers(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  const std::size_t at = file.find(numbers);
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(at % 64, 0U);
}

}  // namespace
}  // namespace kokoro::checkpoint
