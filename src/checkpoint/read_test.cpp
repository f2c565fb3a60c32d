#include <gmock/gmock.h>

#include <tuple>

#include "checkpoint/tensor.hpp"
#include "checkpoint/zip_archive.hpp"
#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Checkpoint> read_file(const std::string& name) {
  const auto blob = map_file(test::data_path("checkpoints/" + name));
  return blob ? read_checkpoint(*blob) : fail(blob.error());
}

class GoodCheckpoint : public testing::TestWithParam<const char*> {};

TEST_P(GoodCheckpoint, HasTheFiveGroupsWithTheirValues) {
  const auto checkpoint = read_file(GetParam());
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  ASSERT_EQ(checkpoint->groups.size(), 5U);
  float group_number = 0;
  for (const char* group : {"bert", "bert_encoder", "predictor", "decoder", "text_encoder"}) {
    const StateDict& tensors = checkpoint->groups.at(group);
    ASSERT_EQ(tensors.size(), 2U);
    const float g = group_number++;
    EXPECT_THAT(tensors.at("layer.weight").shape, ElementsAre(2, 3));
    EXPECT_THAT(*tensors.at("layer.weight").to_floats(),
                ElementsAre(10 * g, 10 * g + 1, 10 * g + 2, 10 * g + 3, 10 * g + 4, 10 * g + 5));
    EXPECT_THAT(*tensors.at("layer.bias").to_floats(), ElementsAre(-g, 0.25F - g, 0.5F - g));
  }
}

INSTANTIATE_TEST_SUITE_P(Files, GoodCheckpoint,
                         testing::Values("good/v1_0.pth", "good/shared.pth", "good/v0_19.pth", "good/half.pth",
                                         "good/bfloat16.pth", "good/protocol4.pth", "good/v1_0.safetensors",
                                         "good/module_half.safetensors"));

TEST(ReadCheckpoint, UsesTheMappedBytesOfFloat32) {
  const auto blob = map_file(test::data_path("checkpoints/good/shared.pth"));
  const auto checkpoint = read_checkpoint(*blob);
  ASSERT_TRUE(checkpoint);
  const Tensor& tensor = checkpoint->groups.at("decoder").at("layer.weight");
  EXPECT_EQ(tensor.as_floats().size(), 6U);
  EXPECT_GE(tensor.data, blob->bytes.data());
  EXPECT_LT(tensor.data, blob->bytes.data() + blob->bytes.size());
}

TEST(ReadCheckpoint, ReadsWholeModels) {
  for (const char* name : {"kokoro-v1_0.pth", "kokoro-v1_0-shared.pth", "kokoro-v0_19.pth"}) {
    const auto blob = map_file(test::data_path("models/tiny") / name);
    ASSERT_TRUE(blob) << blob.error().message;
    const auto checkpoint = read_checkpoint(*blob);
    ASSERT_TRUE(checkpoint) << checkpoint.error().message;
    EXPECT_EQ(checkpoint->groups.at("bert").size(), 25U);
    EXPECT_EQ(checkpoint->groups.at("bert_encoder").size(), 2U);
    EXPECT_EQ(checkpoint->groups.at("predictor").size(), 122U);
    EXPECT_EQ(checkpoint->groups.at("decoder").size(), 375U);
    EXPECT_EQ(checkpoint->groups.at("text_encoder").size(), 24U);
    EXPECT_THAT(checkpoint->groups.at("bert").at("embeddings.word_embeddings.weight").shape, ElementsAre(178, 32));
  }
}

using Wrong = std::tuple<const char*, ErrorCode, const char*>;
class WrongCheckpoint : public testing::TestWithParam<Wrong> {};

TEST_P(WrongCheckpoint, IsRefusedWithFileAndReason) {
  const auto [name, code, words] = GetParam();
  const auto checkpoint = read_file(name);
  ASSERT_FALSE(checkpoint);
  EXPECT_EQ(checkpoint.error().code, code) << checkpoint.error().message;
  EXPECT_THAT(checkpoint.error().message, HasSubstr(name));
  EXPECT_THAT(checkpoint.error().message, HasSubstr(words));
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongCheckpoint,
    testing::Values(Wrong{"bad/training_state.pth", ErrorCode::corrupt, "\"model\", \"optimizer\", \"step\""},
                    Wrong{"bad/no_decoder.pth", ErrorCode::corrupt, "lacks \"decoder\""},
                    Wrong{"bad/old_format.pth", ErrorCode::unsupported, "before 1.6"},
                    Wrong{"bad/runs_code.pth", ErrorCode::corrupt, "\"posix.system\""},
                    Wrong{"bad/number_in_group.pth", ErrorCode::corrupt, "\"bert\" holds an integer under \"step\""},
                    Wrong{"bad/list_as_group.pth", ErrorCode::corrupt,
                          "\"bert\" is a list, expected a dict of tensors"},
                    Wrong{"bad/name_twice.pth", ErrorCode::corrupt, "\"layer.bias\" twice"},
                    Wrong{"bad/torchscript.pth", ErrorCode::unsupported, "TorchScript"},
                    Wrong{"bad/integers.safetensors", ErrorCode::unsupported, "\"I32\""},
                    Wrong{"bad/wrong_size.safetensors", ErrorCode::corrupt,
                          "\"bert.module.layer.weight\": shape [2, 3] does not fit"},
                    Wrong{"bad/page.pth", ErrorCode::corrupt, "neither as PyTorch's .pth nor as .safetensors or .onnx"},
                    Wrong{"bad/empty.pth", ErrorCode::corrupt, "0 bytes"}));

TEST(ReadCheckpoint, TruncatedAnywhereIsAnError) {
  for (const char* name : {"good/v1_0.pth", "good/v0_19.pth", "good/v1_0.safetensors"}) {
    const std::string whole = test::file_bytes(test::data_path("checkpoints") / name);
    ASSERT_GT(whole.size(), 1000U);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto checkpoint = read_checkpoint(test::make_blob(whole.substr(0, size)));
      ASSERT_FALSE(checkpoint) << name << " cut to " << size << " bytes";
      ASSERT_THAT(checkpoint.error().message, HasSubstr("test: "));
    }
  }
}

TEST(ReadCheckpoint, AnyDamagedByteIsAnErrorOrOtherNumbers) {
  for (const char* name : {"good/v1_0.pth", "good/shared.pth", "good/protocol4.pth", "good/v1_0.safetensors"}) {
    const std::string whole = test::file_bytes(test::data_path("checkpoints") / name);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char wrong : {'\x00', '\xff', static_cast<char>(whole[at] ^ 1)}) {
        std::string damaged = whole;
        damaged[at] = wrong;
        const auto checkpoint = read_checkpoint(test::make_blob(damaged));
        if (!checkpoint) continue;
        ASSERT_EQ(checkpoint->groups.size(), 5U);
        for (const auto& [group, tensors] : checkpoint->groups) {
          for (const auto& [tensor_name, tensor] : tensors) {
            const auto values = tensor.to_floats();
            ASSERT_TRUE(!values || values->size() <= damaged.size());
          }
        }
      }
    }
  }
}

TEST(ReadSingleTensor, RefusesNumpyArchive) {
  const auto tensor = read_single_tensor(test::make_blob(test::make_zip({{"a.npy", "x"}})), 8);
  ASSERT_FALSE(tensor);
  EXPECT_THAT(tensor.error().message, HasSubstr("no data.pkl"));
  EXPECT_THAT(tensor.error().hint, HasSubstr(".npz"));
}

/// One changed bit in any record that is read is an error that names it.
TEST(ReadSingleTensor, AChangedBitOfAStorageIsFound) {
  const std::string whole = test::file_bytes(test::data_path("voices/good/plain.pt"));
  const Blob blob = test::make_blob(whole);
  const auto archive = ZipArchive::open(blob);
  ASSERT_TRUE(archive);
  std::size_t found = 0;
  for (const ZipEntry& entry : archive->entries()) {
    if (!entry.name.ends_with("/data/0") && !entry.name.ends_with("data.pkl")) continue;
    const std::string stored(reinterpret_cast<const char*>(entry.stored.data()), entry.stored.size());
    const std::size_t begin = whole.find(stored);
    for (const std::size_t place : {std::size_t{0}, stored.size() / 2, stored.size() - 1}) {
      std::string changed = whole;
      changed[begin + place] = static_cast<char>(changed[begin + place] ^ 1);
      const auto tensor = read_single_tensor(test::make_blob(changed, "x.pt"), 8);
      const auto floats = tensor ? tensor->to_floats() : fail(tensor.error());
      ASSERT_FALSE(floats) << entry.name << " " << place;
      EXPECT_EQ(floats.error().code, ErrorCode::corrupt);
      EXPECT_NE(floats.error().message.find("checksum"), std::string::npos) << floats.error().message;
      ++found;
    }
  }
  EXPECT_EQ(found, 6U);
}

}  // namespace
}  // namespace kokoro::checkpoint
