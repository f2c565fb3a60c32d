#include "checkpoint/onnx.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "crafted_onnx.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using test::bytes;
using test::CraftedNode;
using test::CraftedTensor;
using test::floats;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<float> kSix{1, 2, 3, 4, 5, 6};

/// One layer of each group, beside which a test puts its own.
std::vector<CraftedNode> with_all_groups(std::vector<CraftedNode> nodes) {
  for (const char* group : {"bert", "bert_encoder", "decoder", "predictor", "text_encoder"}) {
    const std::string name(group);
    nodes.push_back({"MatMul", "/" + name + "/last/MatMul", {"x", "six"}, {name + "_last"}});
  }
  return nodes;
}

Result<Checkpoint> read(std::vector<CraftedNode> nodes, std::vector<CraftedTensor> tensors) {
  tensors.push_back(floats("six", {2, 3}, kSix));
  return read_checkpoint(test::make_blob(test::make_onnx(with_all_groups(std::move(nodes)), tensors), "it.onnx"));
}

/// The numbers of decoder.`name` in a model of these nodes; its shape goes to `shape`.
std::vector<float> read_one(const std::string& name, std::vector<CraftedNode> nodes, std::vector<CraftedTensor> tensors,
                            std::vector<std::int64_t>* shape = nullptr) {
  const auto checkpoint = read(std::move(nodes), std::move(tensors));
  EXPECT_TRUE(checkpoint) << checkpoint.error().message;
  if (!checkpoint) return {};
  const StateDict& decoder = checkpoint->groups.at("decoder");
  const auto found = decoder.find(name);
  EXPECT_NE(found, decoder.end()) << name;
  if (found == decoder.end()) return {};
  if (shape != nullptr) *shape = found->second.shape;
  return *found->second.to_floats();
}

TEST(ReadOnnx, TurnsTheMatricesOfLinearLayers) {
  std::vector<std::int64_t> shape;
  const std::vector<float> turned{1, 4, 2, 5, 3, 6};
  EXPECT_EQ(read_one("a.weight", {{"MatMul", "/net/decoder/a/MatMul", {"x", "w"}, {"y"}}}, {floats("w", {2, 3}, kSix)},
                     &shape),
            turned);
  EXPECT_THAT(shape, ElementsAre(3, 2));
  EXPECT_EQ(read_one("a.weight", {{"Gemm", "/decoder/decoder/a/Gemm", {"x", "w"}, {"y"}, {{"transB", 1}}}},
                     {floats("w", {2, 3}, kSix)}),
            kSix);
}

TEST(ReadOnnx, FindsABiasWhereverItIsAdded) {
  const CraftedTensor weight = floats("w", {2, 3}, kSix);
  const CraftedTensor bias = floats("merged_with_another", {3}, {7, 8, 9});
  const CraftedNode product{"MatMul", "/decoder/a/MatMul", {"x", "w"}, {"y"}};
  EXPECT_THAT(
      read_one("a.bias", {product, {"Add", "/decoder/a/Add", {"merged_with_another", "y"}, {"z"}}}, {weight, bias}),
      ElementsAre(7, 8, 9));
  EXPECT_THAT(
      read_one("a.bias", {product, {"FastGelu", "FastGelu_3", {"y", "merged_with_another"}, {"z"}}}, {weight, bias}),
      ElementsAre(7, 8, 9));
  EXPECT_THAT(
      read_one("a.bias", {{"Gemm", "/decoder/a/Gemm", {"x", "w", "merged_with_another"}, {"y"}}}, {weight, bias}),
      ElementsAre(7, 8, 9));
}

TEST(ReadOnnx, ReadsIntegersBackWithTheScaleBehindTheProduct) {
  // x and w are quantised: y = (x - x0)(w - w0) · (x_scale · w_scale), where x_scale is known at run time only.
  const std::vector<CraftedNode> nodes{{"MatMulInteger", "/decoder/a/MatMul_quant", {"x", "w", "x0", "w0"}, {"y"}},
                                       {"Cast", "", {"y"}, {"y_real"}},
                                       {"Mul", "", {"x_scale", "w_scale"}, {"scales"}},
                                       {"Mul", "", {"y_real", "scales"}, {"z"}}};
  EXPECT_THAT(read_one("a.weight", nodes,
                       {bytes("w", 3, {2, 3}, {1, 2, 3, 0xff, 0xfe, 0xfd}), bytes("w0", 3, {3}, {0, 0, 1}),
                        floats("w_scale", {3}, {0.5, 1, 2})}),
              ElementsAre(0.5, -0.5, 2, -2, 4, -8));
}

TEST(ReadOnnx, ReadsAnIntegerConvolutionAndItsRoundedBias) {
  const std::vector<CraftedNode> nodes{{"ConvInteger", "/decoder/c/Conv_quant", {"x", "w", "x0", "w0"}, {"y"}},
                                       {"Mul", "", {"x_scale", "w_scale"}, {"scales"}},
                                       {"Div", "", {"bias", "scales"}, {"b1"}},
                                       {"Floor", "", {"b1"}, {"b2"}},
                                       {"Cast", "", {"b2"}, {"b3"}},
                                       {"Reshape", "", {"b3", "form"}, {"b4"}},
                                       {"Add", "", {"y", "b4"}, {"y_biased"}},
                                       {"Cast", "", {"y_biased"}, {"y_real"}},
                                       {"Mul", "", {"y_real", "scales"}, {"z"}}};
  const std::vector<CraftedTensor> tensors{bytes("w", 2, {2, 1, 2}, {128, 129, 127, 0}), bytes("w0", 2, {}, {128}),
                                           floats("w_scale", {}, {0.25}), floats("bias", {2}, {5, 6})};
  std::vector<std::int64_t> shape;
  EXPECT_THAT(read_one("c.weight", nodes, tensors, &shape), ElementsAre(0, 0.25, -0.25, -32));
  EXPECT_THAT(shape, ElementsAre(2, 1, 2));
  EXPECT_THAT(read_one("c.bias", nodes, tensors), ElementsAre(5, 6));
}

TEST(ReadOnnx, ReadsFourBitsInBlocks) {
  // Two outputs of three inputs, in blocks of two: each row is filled up to four codes, the low one first.
  const std::vector<CraftedNode> nodes{{"MatMulNBits",
                                        "/decoder/a/MatMul_Q4",
                                        {"x", "w", "scales", "zeros"},
                                        {"y"},
                                        {{"K", 3}, {"N", 2}, {"bits", 4}, {"block_size", 2}}}};
  const CraftedTensor weight = bytes("w", 2, {2, 2, 1}, {0x21, 0x0f, 0x43, 0x05});
  const CraftedTensor scales = floats("scales", {4}, {1, 2, 10, 0.5});
  std::vector<std::int64_t> shape;
  EXPECT_THAT(read_one("a.weight", nodes, {weight, scales, bytes("zeros", 2, {2}, {0x31, 0x40})}, &shape),
              ElementsAre(0, 1, 24, 30, 40, 0.5));
  EXPECT_THAT(shape, ElementsAre(2, 3));
  auto plain = nodes;
  plain[0].inputs.pop_back();
  EXPECT_THAT(read_one("a.weight", plain, {weight, scales}), ElementsAre(-7, -6, 14, -50, -40, -1.5));
}

TEST(ReadOnnx, ReadsEmbeddingsBehindTheirGather) {
  EXPECT_THAT(read_one("e.weight",
                       {{"Gather", "/decoder/e/Gather_quant", {"w", "ids"}, {"rows"}},
                        {"DequantizeLinear", "", {"rows", "w_scale", "w0"}, {"y"}}},
                       {bytes("w", 3, {2, 2}, {1, 2, 3, 4}), floats("w_scale", {}, {2}), bytes("w0", 3, {}, {1})}),
              ElementsAre(0, 2, 4, 6));
  EXPECT_THAT(read_one("e.weight",
                       {{"DequantizeLinear", "", {"w", "w_scale"}, {"w_real"}, {{"axis", 0}}},
                        {"Gather", "/decoder/e/Gather", {"w_real", "ids"}, {"rows"}}},
                       {bytes("w", 3, {2, 2}, {1, 2, 3, 4}), floats("w_scale", {2}, {2, 10})}),
              ElementsAre(2, 4, 30, 40));
}

TEST(ReadOnnx, PutsTheGatesOfAnLstmInPyTorchsOrder) {
  // Gates i, o, f, c of one unit each, two directions; two inputs.
  const std::vector<float> input{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18};
  const std::vector<float> state{1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<float> bias;
  for (int i = 0; i < 16; ++i) bias.push_back(static_cast<float>(i));
  const std::vector<CraftedNode> nodes{{"LSTM", "/decoder/l/LSTM", {"x", "w", "r", "b"}, {"y"}}};
  const std::vector<CraftedTensor> tensors{floats("w", {2, 4, 2}, input), floats("r", {2, 4, 1}, state),
                                           floats("b", {2, 8}, bias)};
  EXPECT_THAT(read_one("l.weight_ih_l0", nodes, tensors), ElementsAre(1, 2, 5, 6, 7, 8, 3, 4));
  EXPECT_THAT(read_one("l.weight_ih_l0_reverse", nodes, tensors), ElementsAre(11, 12, 15, 16, 17, 18, 13, 14));
  EXPECT_THAT(read_one("l.weight_hh_l0_reverse", nodes, tensors), ElementsAre(5, 7, 8, 6));
  EXPECT_THAT(read_one("l.bias_ih_l0", nodes, tensors), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(read_one("l.bias_hh_l0_reverse", nodes, tensors), ElementsAre(12, 14, 15, 13));
}

TEST(ReadOnnx, ReadsAQuantisedLstm) {
  const std::vector<CraftedNode> nodes{{"DynamicQuantizeLSTM",
                                        "/decoder/l/LSTM_quant",
                                        {"x", "w", "r", "b", "", "", "", "", "w_scale", "w0", "r_scale", "r0"},
                                        {"y"}}};
  // Stored as [direction, input, gate].
  const std::vector<CraftedTensor> tensors{bytes("w", 3, {2, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}),
                                           bytes("r", 3, {2, 1, 4}, {1, 2, 3, 4, 5, 6, 7, 8}),
                                           floats("b", {2, 8}, std::vector<float>(16, 0.0F)),
                                           floats("w_scale", {2}, {1, 10}),
                                           bytes("w0", 3, {2}, {0, 1}),
                                           floats("r_scale", {2}, {1, 2}),
                                           bytes("r0", 3, {2}, {0, 0})};
  EXPECT_THAT(read_one("l.weight_ih_l0", nodes, tensors), ElementsAre(1, 5, 3, 7, 4, 8, 2, 6));
  EXPECT_THAT(read_one("l.weight_ih_l0_reverse", nodes, tensors), ElementsAre(0, 40, 20, 60, 30, 70, 10, 50));
  EXPECT_THAT(read_one("l.weight_hh_l0_reverse", nodes, tensors), ElementsAre(10, 14, 16, 12));
}

TEST(ReadOnnx, FindsSnakesByTheOrderOfTheirSines) {
  std::vector<CraftedNode> nodes;
  std::vector<CraftedTensor> tensors;
  for (int i = 0; i < 4; ++i) {
    const std::string n = std::to_string(i);
    nodes.push_back({"Mul", "/decoder/generator/resblocks.0/Mul_" + n, {"alpha" + n, "x"}, {"p" + n}});
    nodes.push_back({"Sin", "/decoder/generator/resblocks.0/Sin_" + n, {"p" + n}, {"s" + n}});
    tensors.push_back(floats("alpha" + n, {1, 1, 1}, {static_cast<float>(i)}));
  }
  EXPECT_THAT(read_one("generator.resblocks.0.alpha1.0", nodes, tensors), ElementsAre(0));
  EXPECT_THAT(read_one("generator.resblocks.0.alpha2.0", nodes, tensors), ElementsAre(1));
  EXPECT_THAT(read_one("generator.resblocks.0.alpha2.1", nodes, tensors), ElementsAre(3));
}

TEST(ReadOnnx, KnowsWhoseModuleItIsWithoutItsParent) {
  const auto checkpoint =
      read({{"MatMul", "/text_encoder/lstms.1/fc/MatMul", {"x", "six"}, {"a"}},
            {"MatMul", "/shared/fc/MatMul", {"x", "six"}, {"b"}},
            {"MatMul", "/encoder/bert/layers.0/layers.0.2/query_7/MatMul", {"x", "six"}, {"c"}},
            {"SkipLayerNormalization", "Skip_4", {"x", "y", "w", "w"}, {"/bert/norm/Out_output_0"}}},
           {floats("w", {2}, {1, 2})});
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_TRUE(checkpoint->groups.at("predictor").contains("text_encoder.lstms.1.fc.weight"));
  EXPECT_TRUE(checkpoint->groups.at("predictor").contains("shared.fc.weight"));
  EXPECT_TRUE(checkpoint->groups.at("bert").contains("layers.0.2.query.weight"));
  EXPECT_TRUE(checkpoint->groups.at("bert").contains("norm.bias"));
}

TEST(ReadOnnx, ReadsAWholeExportThatOnnxRuntimeQuantised) {
  const auto source = read_checkpoint(*map_file(test::data_path("models/tiny/kokoro-v1_0.pth")));
  const auto quantised = read_checkpoint(*map_file(test::data_path("models/tiny/kokoro-v1_0.uint8.onnx")));
  ASSERT_TRUE(source);
  ASSERT_TRUE(quantised) << quantised.error().message;
  std::size_t compared = 0;
  for (const auto& [group, tensors] : source->groups) {
    for (const auto& [name, tensor] : tensors) {
      const bool norm = name.ends_with("weight_v") || name.ends_with("weight_g");
      if (norm || name.starts_with("pooler")) continue;
      const auto& found = quantised->groups.at(group);
      ASSERT_TRUE(found.contains(name)) << group << "." << name;
      ASSERT_EQ(found.at(name).shape, tensor.shape) << group << "." << name;
      const auto expected = *tensor.to_floats();
      const auto actual = *found.at(name).to_floats();
      float largest = 0;
      float worst = 0;
      for (std::size_t i = 0; i < expected.size(); ++i) {
        largest = std::max(largest, std::abs(expected[i]));
        worst = std::max(worst, std::abs(expected[i] - actual[i]));
      }
      // A step of 255 over the range of the tensor, which zero is part of.
      EXPECT_LE(worst, 2 * largest / 255) << group << "." << name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 300U);
}

TEST(ReadOnnx, NodesMayComeBeforeThoseThatTheyTakeValuesFrom) {
  EXPECT_THAT(
      read_one("a.weight", {{"MatMul", "/decoder/a/MatMul", {"x", "w_cast"}, {"y"}}, {"Cast", "", {"w"}, {"w_cast"}}},
               {floats("w", {2, 2}, {1, 2, 3, 4})}),
      ElementsAre(1, 3, 2, 4));
}

TEST(ReadOnnx, FindsAFusedNormalisationByItsOutput) {
  EXPECT_THAT(
      read_one("n.weight",
               {{"LayerNormalization", "/decoder/n/Mul/LayerNormFusion/", {"x", "w", "w"}, {"/decoder/n/Add_1"}}},
               {floats("w", {2}, {1, 2})}),
      ElementsAre(1, 2));
}

TEST(ReadOnnx, FindsTheColumnsOfATurnedNormalisation) {
  const std::vector<CraftedNode> nodes{{"Sub", "/decoder/n/Sub", {"x", "mean"}, {"centred"}},
                                       {"Div", "/decoder/n/Div", {"centred", "deviation"}, {"plain"}},
                                       {"Mul", "/decoder/n/Mul", {"plain", "g"}, {"scaled"}},
                                       {"Add", "/decoder/n/Add", {"scaled", "b"}, {"y"}}};
  const std::vector<CraftedTensor> tensors{floats("g", {2, 1}, {1, 2}), floats("b", {1, 2, 1}, {3, 4})};
  EXPECT_THAT(read_one("n.weight", nodes, tensors), ElementsAre(1, 2));
  EXPECT_THAT(read_one("n.bias", nodes, tensors), ElementsAre(3, 4));
}

TEST(ReadOnnx, GivesTheMetadata) {
  const auto metadata = read_onnx_metadata(test::make_blob(test::make_onnx({}, {}, {{"speaker_names", "a,b"}})));
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->at("speaker_names"), "a,b");
}

struct Hostile {
  std::string what;
  std::vector<CraftedNode> nodes;
  std::vector<CraftedTensor> tensors;
  std::string words;
};

TEST(ReadOnnx, RefusesWhatLies) {
  const CraftedNode layer{"MatMul", "/decoder/a/MatMul", {"x", "w"}, {"y"}};
  const std::int64_t huge = std::int64_t{1} << 40;
  CraftedTensor external{
      "w", 1, {2, 3}, "", test::field(13, test::field(1, "location") + test::field(2, "/etc/passwd"))};
  CraftedTensor located{"w", 1, {2, 3}, "", test::field(14, 1)};
  CraftedTensor varints{"w", 7, {4}, "", test::field(7, std::string("\x01\x02"))};
  const std::vector<Hostile> cases{
      {"too few bytes", {layer}, {floats("w", {2, 4}, kSix)}, "\"w\" has 24 bytes where its shape [2, 4] needs 32"},
      {"a negative size", {layer}, {floats("w", {2, -3}, kSix)}, "claims the shape [2, -3]"},
      {"a huge size", {layer}, {floats("w", {huge, huge}, kSix)}, "claims the shape"},
      {"a huge size beside zero", {layer}, {floats("w", {0, huge, huge, huge}, {})}, "claims the shape"},
      {"an external file", {layer}, {external}, "in another file"},
      {"an external place", {layer}, {located}, "in another file"},
      {"too few integers", {layer}, {varints}, "does not hold the 4 numbers"},
      {"a circle of two",
       {{"Identity", "a", {"q"}, {"p"}}, {"Identity", "b", {"p"}, {"q"}}},
       {},
       "has a cycle: the node \"a\" cannot be computed"},
      {"a circle of one", {{"Identity", "a", {"p"}, {"p"}}}, {}, "has a cycle"},
      {"two makers", {{"Identity", "a", {"x"}, {"p"}}, {"Identity", "b", {"x"}, {"p"}}}, {}, "two nodes"},
      {"no network", {}, {}, "no weights of bert, bert_encoder, decoder, predictor, text_encoder"},
  };
  for (const Hostile& one : cases) {
    const auto nodes = one.words.starts_with("no weights") ? one.nodes : with_all_groups(one.nodes);
    auto tensors = one.tensors;
    tensors.push_back(floats("six", {2, 3}, kSix));
    const auto checkpoint = read_checkpoint(test::make_blob(test::make_onnx(nodes, tensors), "it.onnx"));
    ASSERT_FALSE(checkpoint) << one.what;
    EXPECT_EQ(checkpoint.error().code, ErrorCode::corrupt) << one.what;
    EXPECT_THAT(checkpoint.error().message, HasSubstr(one.words)) << one.what;
    EXPECT_THAT(checkpoint.error().message, HasSubstr("it.onnx")) << one.what;
  }
}

TEST(ReadOnnx, IgnoresScalesAndShapesThatDoNotBelongTogether) {
  const auto checkpoint = read({{"MatMulInteger", "/decoder/a/MatMul", {"x", "w", "x0", "w0"}, {"y"}},
                                {"Mul", "", {"y", "scale"}, {"z"}},
                                {"LSTM", "/decoder/l/LSTM", {"x", "w", "six", "six"}, {"l"}},
                                {"MatMulNBits",
                                 "/decoder/n/MatMul",
                                 {"x", "codes", "scale"},
                                 {"m"},
                                 {{"K", 1 << 19}, {"N", 1 << 19}, {"block_size", 1}}},
                                {"Conv", "/decoder/c/Conv", {"x", "six"}, {"v"}}},
                               {bytes("w", 3, {2, 3}, {1, 2, 3, 4, 5, 6}), bytes("w0", 3, {2}, {0, 0}),
                                floats("scale", {5}, {1, 1, 1, 1, 1}), bytes("codes", 2, {1}, {1})});
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(checkpoint->groups.at("decoder").size(), 1U);  // the layer of every group
}

TEST(ReadOnnx, CutAnywhereIsAnError) {
  const std::string whole =
      test::make_onnx(with_all_groups({{"MatMulInteger", "/decoder/a/MatMul", {"x", "w", "", "w0"}, {"y"}},
                                       {"Mul", "", {"y", "s"}, {"z"}}}),
                      {floats("six", {2, 3}, kSix), bytes("w", 3, {2, 3}, {1, 2, 3, 4, 5, 6}), bytes("w0", 3, {}, {0}),
                       floats("s", {}, {1})});
  ASSERT_TRUE(read_checkpoint(test::make_blob(whole)));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto checkpoint = read_checkpoint(test::make_blob(whole.substr(0, size)));
    ASSERT_FALSE(checkpoint) << size;
    ASSERT_EQ(checkpoint.error().code, ErrorCode::corrupt);
  }
}

TEST(ReadOnnx, AnyDamagedByteIsAnErrorOrOtherNumbers) {
  const std::string whole =
      test::make_onnx(with_all_groups({{"MatMulInteger", "/decoder/a/MatMul", {"x", "w", "", "w0"}, {"y"}},
                                       {"Mul", "", {"y", "s"}, {"z"}}}),
                      {floats("six", {2, 3}, kSix), bytes("w", 3, {2, 3}, {1, 2, 3, 4, 5, 6}), bytes("w0", 3, {}, {0}),
                       floats("s", {}, {1})});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      const auto checkpoint = read_checkpoint(test::make_blob(damaged));
      if (!checkpoint) continue;
      for (const auto& [group, tensors] : checkpoint->groups) {
        for (const auto& [name, tensor] : tensors) ASSERT_LE(tensor.to_floats()->size(), damaged.size());
      }
    }
  }
}

}  // namespace
}  // namespace kokoro::checkpoint
