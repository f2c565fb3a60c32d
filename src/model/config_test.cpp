#include "model/config.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "model/network.hpp"
#include "model/weight_reader.hpp"

namespace kokoro::model {
namespace {

const std::filesystem::path kTiny = std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data/models/tiny";

std::string tiny_config() {
  std::ifstream in(kTiny / "config.json");
  return {std::istreambuf_iterator<char>(in), {}};
}

Result<ModelConfig> read_text(const std::string& text) {
  return read_config({std::as_bytes(std::span(text)), nullptr, "the.json"});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Config, ReadsThePublishedLayout) {
  const auto config = read_text(tiny_config());
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->hidden_dim, 64);
  EXPECT_EQ(config->samples_per_frame(), 600);
  EXPECT_EQ(config->vocab.size(), 114U);
  EXPECT_EQ(config->vocab.at(U'ɡ'), 92);
}

TEST(Config, ReadsTheOlderLayout) {
  std::string text = replaced(tiny_config(), "\"istftnet\"", "\"decoder\"");
  for (const char* key : {"\"plbert\"", "\"vocab\"", "\"text_encoder_kernel_size\""})
    text = replaced(text, key, "\"unused_" + std::string(key).substr(1));
  const auto config = read_text(text);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->plbert.hidden_size, 768);
  EXPECT_EQ(config->text_encoder_kernel_size, 5);
  EXPECT_TRUE(config->vocab.empty());
}

TEST(Config, NamesTheKeyAndWhatWasExpected) {
  const std::string good = tiny_config();
  const std::pair<std::string, const char*> cases[] = {
      {"", "not valid JSON"},
      {"[]", "must hold a JSON object"},
      {"{\"a\": ", "not valid JSON"},
      {replaced(good, "\"hidden_dim\"", "\"hidden\""), "\"hidden_dim\" is missing"},
      {replaced(good, "\"n_token\": 178", "\"n_token\": 0"), "\"n_token\" must be a whole number from 2"},
      {replaced(good, "\"n_token\": 178", "\"n_token\": 100"), "must be an id below \"n_token\" (100)"},
      {replaced(good, "\"style_dim\": 16", "\"style_dim\": \"x\""), "\"style_dim\" must be a whole number"},
      {replaced(good, "\"style_dim\": 16", "\"style_dim\": 1e9"), "\"style_dim\" must be a whole number"},
      {replaced(good, "\"num_attention_heads\": 4", "\"num_attention_heads\": 5"), "must divide"},
      {replaced(good, "\"istftnet\"", "\"net\""), "\"istftnet\" is missing"},
      {replaced(good, "\"gen_istft_n_fft\": 20", "\"gen_istft_n_fft\": 7"), "\"istftnet.gen_istft_n_fft\""},
      {replaced(good, "\"upsample_rates\"", "\"rates\""), "\"istftnet.upsample_rates\" must be a list"},
      {replaced(good, "\";\"", "\";;\""), "must be a single character"},
  };
  for (const auto& [text, message] : cases) {
    const auto config = read_text(text);
    ASSERT_FALSE(config) << message;
    EXPECT_EQ(config.error().code, ErrorCode::corrupt);
    EXPECT_NE(config.error().message.find(message), std::string::npos) << config.error().message;
    EXPECT_NE(config.error().message.find("the.json"), std::string::npos) << config.error().message;
  }
}

TEST(Network, ReportsEverythingThatDoesNotFitAtOnce) {
  const auto blob = map_file(kTiny / "kokoro-v1_0.pth");
  ASSERT_TRUE(blob);
  auto checkpoint = checkpoint::read_checkpoint(*blob);
  ASSERT_TRUE(checkpoint);
  auto& decoder = checkpoint->groups.at("decoder");
  decoder["generator.extra.weight"] = decoder.at("generator.conv_post.bias");
  decoder.erase("F0_conv.bias");
  checkpoint->groups.at("bert_encoder").at("bias") = decoder.at("generator.conv_post.bias");
  const auto network =
      Network::build(*read_text(tiny_config()), *checkpoint, kernels::supported_tables().front(), Precision::fp32);
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error().code, ErrorCode::corrupt);
  for (const char* part : {"missing: decoder.F0_conv.bias", "bert_encoder.bias is [22], expected [64]",
                           "unexpected: decoder.generator.extra.weight", "kokoro-v1_0.pth"}) {
    EXPECT_NE(network.error().message.find(part), std::string::npos) << network.error().message;
  }
}

Result<void> load_changed(std::string_view group, std::string_view name, const std::vector<float>& values) {
  const auto blob = map_file(kTiny / "kokoro-v1_0.pth");
  auto checkpoint = checkpoint::read_checkpoint(*blob);
  checkpoint::Tensor& tensor = checkpoint->groups.at(std::string(group)).at(std::string(name));
  EXPECT_EQ(tensor.element_count(), values.size());
  tensor.data = reinterpret_cast<const std::byte*>(values.data());
  const auto network =
      Network::build(*read_text(tiny_config()), *checkpoint, kernels::supported_tables().front(), Precision::fp32);
  if (!network) return fail(network.error());
  ThreadPool pool(2);
  (*network)->store().allocate(pool);
  return (*network)->judge_weights("changed.pth");
}

TEST(Network, NumbersThatAreNoneAreAnErrorWithTheTensorsName) {
  std::vector<float> values(22, 0.5F);
  EXPECT_TRUE(load_changed("decoder", "generator.conv_post.bias", values));
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    values[7] = bad;
    const auto judged = load_changed("decoder", "generator.conv_post.bias", values);
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().code, ErrorCode::corrupt);
    EXPECT_EQ(judged.error().message, "changed.pth holds NaN or infinite numbers in decoder.generator.conv_post.bias");
  }
}

TEST(Network, RowsWithoutADirectionAreZero) { EXPECT_TRUE(load_changed("decoder", "F0_conv.weight_v", {0, 0, 0})); }

TEST(WeightReader, AGainThatIsTheNormLeavesTheRowAsItIs) {
  const std::vector<float> direction{0.1F, 0.2F, 0.7F, 0, 0, 0, 3, 4, 0};
  double square = 0;
  for (const float x : {0.1F, 0.2F, 0.7F}) square += static_cast<double>(x) * static_cast<double>(x);
  const std::vector<float> gains{static_cast<float>(std::sqrt(square)), 2, 10};
  const auto tensor = [](const std::vector<float>& values, std::vector<std::int64_t> shape) {
    checkpoint::Tensor out;
    out.strides = {shape[1] * shape[2], shape[2], 1};
    out.shape = std::move(shape);
    out.data = reinterpret_cast<const std::byte*>(values.data());
    return out;
  };
  checkpoint::Checkpoint split{"split", {}, false};
  split.groups["g"]["a.weight_v"] = tensor(direction, {3, 1, 3});
  split.groups["g"]["a.weight_g"] = tensor(gains, {3, 1, 1});
  WeightReader reader(split);
  const auto folded = reader.take_weight_norm("g", "a", {3, 1, 3});
  EXPECT_EQ(folded.read(), (std::vector<float>{0.1F, 0.2F, 0.7F, 0, 0, 0, 6, 8, 0}));

  checkpoint::Checkpoint whole{"whole", {}, false};
  whole.groups["g"]["a.weight"] = tensor(direction, {3, 1, 3});
  WeightReader plain(whole);
  EXPECT_EQ(plain.take_weight_norm("g", "a", {3, 1, 3}).read(), direction);
  EXPECT_EQ(plain.dimension("g", "a.weight_v", 2), 3);
  EXPECT_TRUE(plain.finish());
}

TEST(Network, AConfigOfAnotherSizeAllocatesNothing) {
  const auto blob = map_file(kTiny / "kokoro-v1_0.pth");
  auto checkpoint = checkpoint::read_checkpoint(*blob);
  ASSERT_TRUE(checkpoint);
  const auto config = read_text(replaced(tiny_config(), "\"hidden_dim\": 64", "\"hidden_dim\": 16384"));
  ASSERT_TRUE(config);
  const auto network = Network::build(*config, *checkpoint, kernels::supported_tables().front(), Precision::fp32);
  ASSERT_FALSE(network);
  EXPECT_NE(network.error().message.find("of a wrong shape"), std::string::npos);
}

}  // namespace
}  // namespace kokoro::model
