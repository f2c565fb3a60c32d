#include "checkpoint/safetensors.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<StateDict> read(const std::string& header, std::size_t data_bytes = 16) {
  return read_safetensors(test::make_blob(test::little(header.size(), 8) + header + std::string(data_bytes, '\0')));
}

TEST(Safetensors, ReadsTensorsAndDropsMetadata) {
  const auto tensors =
      read(R"({"__metadata__":{"a":"\"\\\u00e9"}, "x" : {"shape":[2,2],"dtype":"F32","data_offsets":[0,16]},)"
           R"("none":{"dtype":"F16","shape":[0],"data_offsets":[16,16]}}  )");
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_EQ(tensors->size(), 2U);
  EXPECT_THAT(tensors->at("x").shape, ElementsAre(2, 2));
  EXPECT_THAT(tensors->at("x").strides, ElementsAre(2, 1));
  EXPECT_TRUE(read("{}")->empty());
}

TEST(Safetensors, ReadsBytesAsWholeNumbers) {
  const std::string header = R"({"x":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}})";
  const auto tensors =
      read_safetensors(test::make_blob(test::little(header.size(), 8) + header + std::string("\x01\x7f\xff\x80", 4)));
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_EQ(tensors->at("x").dtype, DType::int8);
  EXPECT_THAT(*tensors->at("x").to_floats(), ElementsAre(1, 127, -1, -128));
}

TEST(Safetensors, RefusesWrongHeaders) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "byte 0 of the safetensors header: expected an object"},
      {"{", "expected a string"},
      {"[]", "expected an object"},
      {"{} x", "nothing but spaces"},
      {R"({"x")", "expected a colon"},
      {R"({"x":1})", "expected an object"},
      {R"({"x":{}})", "dtype, shape and data_offsets"},
      {R"({"x":{"dtype":"F32","dtype":"F32"}})", "once each"},
      {R"({"x":{"more":1}})", "once each"},
      {R"({"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", "a comma or the end of the array"},
      {R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", "a number from 0"},
      {R"({"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}})", "a number from 0"},
      {R"({"x":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", "a number from 0"},
      {"{\"x\n\":{}}", "no control characters"},
      {R"({"\q":{}})", "valid escape"},
      {R"({"__metadata__":{"a":1}})", "expected a string"},
      {R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)", "expected a string"},
      {R"({"x":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}})", "not a range within 16 bytes"},
      {R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", "not a range"},
      {R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4]}})", "not a range"},
      {R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,16]}})", "16 bytes for shape [1] of F32"},
      {R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", "does not fit"},
      {R"({"x":{"dtype":"I8","shape":[5],"data_offsets":[0,4]}})", "does not fit"},
      {R"({"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}})", "numbers of type \"F8_E4M3\""},
      {R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
       "\"x\" twice"},
  };
  for (const auto& [header, words] : cases) {
    const auto tensors = read(header);
    ASSERT_FALSE(tensors) << header;
    EXPECT_THAT(tensors.error().message, HasSubstr("test")) << header;
    EXPECT_THAT(tensors.error().message, HasSubstr(words)) << header;
  }
}

TEST(Safetensors, RefusesHeaderLengthThatLies) {
  for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{200'000'000}, ~std::uint64_t{0}}) {
    const auto tensors = read_safetensors(test::make_blob(test::little(length, 8) + "{}"));
    ASSERT_FALSE(tensors);
    EXPECT_THAT(tensors.error().message, HasSubstr("does not fit"));
  }
}

}  // namespace
}  // namespace kokoro::checkpoint
