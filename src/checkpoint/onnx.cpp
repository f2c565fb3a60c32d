#include "checkpoint/onnx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checkpoint/onnx_module_path.hpp"
#include "checkpoint/onnx_node_weights.hpp"
#include "checkpoint/tensor_names.hpp"

namespace kokoro::checkpoint {
namespace {

using onnx::Graph;
using onnx::NodeMessage;

constexpr std::array<std::string_view, 5> kGroups{"bert", "bert_encoder", "decoder", "predictor", "text_encoder"};

/// A snake activation is x + sin²(alpha · x) / alpha: the alpha of a Sin node, [1, channels, 1].
std::optional<Tensor> snake_alpha(const Graph& graph, const onnx::Constants& constants, const NodeMessage& sine) {
  const NodeMessage* product = graph.maker(sine.input(0));
  if (product == nullptr || product->kind != "Mul") return std::nullopt;
  for (const std::string_view factor : product->inputs) {
    const auto alpha = constants.numbers(factor);
    if (!alpha || alpha->shape.size() != 3) continue;
    return onnx::reshaped(*alpha, {1, static_cast<std::int64_t>(alpha->element_count()), 1});
  }
  return std::nullopt;
}

Result<void> check_groups(const Checkpoint& checkpoint) {
  std::string missing;
  for (const std::string_view group : kGroups) {
    if (checkpoint.groups.contains(std::string(group))) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(group);
  }
  if (missing.empty()) return {};
  return fail(ErrorCode::corrupt, fmt::format("{}: the ONNX graph has no weights of {}", checkpoint.name, missing),
              "expected an export of Kokoro by torch.onnx.export(), whose nodes are named after the modules");
}

}  // namespace

Result<Checkpoint> read_onnx(const Blob& blob) {
  auto model = onnx::parse_model(blob);
  if (!model) return fail(model.error());
  const auto graph = Graph::build(std::move(*model), blob.name);
  if (!graph) return fail(graph.error());
  const onnx::Constants constants(*graph, blob.owner);
  Checkpoint checkpoint{blob.name, {}, true};
  std::map<std::string, std::size_t> sines;  // of each module, so far
  for (const NodeMessage& node : graph->nodes()) {
    const auto key = onnx::module_of(node);
    if (!key) continue;
    const auto found = [&](std::string_view last, Tensor tensor) {
      // The layer that ALBERT runs twelve times is there twelve times.
      checkpoint.groups[key->group].emplace(published_name(key->group, key->tensor(last)), std::move(tensor));
    };
    if (node.kind == "Sin") {
      auto alpha = snake_alpha(*graph, constants, node);
      if (!alpha) continue;
      const std::size_t index = sines[key->group + "." + key->module]++;
      found(fmt::format("alpha{}.{}", 1 + index % 2, index / 2), std::move(*alpha));
    } else {
      onnx::find_weights(*graph, constants, node, found);
    }
  }
  const auto complete = check_groups(checkpoint);
  if (!complete) return fail(complete.error());
  return checkpoint;
}

Result<std::map<std::string, std::string, std::less<>>> read_onnx_metadata(const Blob& blob) {
  return onnx::parse_metadata(blob);
}

bool looks_like_onnx(std::span<const std::byte> bytes) {
  constexpr std::array<unsigned char, 8> kNextField{0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72};
  constexpr auto kVersionField = std::byte{0x08};
  constexpr auto kNewestVersion = std::byte{32};
  return bytes.size() > 3 && bytes[0] == kVersionField && bytes[1] != std::byte{0} && bytes[1] < kNewestVersion &&
         std::find(kNextField.begin(), kNextField.end(), std::to_integer<unsigned char>(bytes[2])) != kNextField.end();
}

}  // namespace kokoro::checkpoint
