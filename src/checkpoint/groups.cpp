#include "checkpoint/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "checkpoint/quote.hpp"
#include "checkpoint/tensor_names.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::array<std::string_view, 5> kGroups{"bert", "bert_encoder", "decoder", "predictor", "text_encoder"};
constexpr std::string_view kWrapper = "net";  ///< v0.19 has the groups one level down

using Names = std::set<std::string_view>;

std::string list_names(const Names& names) {
  constexpr std::size_t kMostListed = 8;
  std::string out;
  std::size_t listed = 0;
  for (const std::string_view name : names) {
    if (listed++ == kMostListed) return out + fmt::format(" and {} more", names.size() - kMostListed);
    out += (out.empty() ? "" : ", ") + quote(name);
  }
  return out;
}

/// The groups that were found must be the five.
Result<void> check_groups(const Names& found, const std::string& file) {
  Names unknown;
  Names missing(kGroups.begin(), kGroups.end());
  for (const std::string_view name : found) {
    if (missing.erase(name) == 0) unknown.insert(name);
  }
  if (unknown.empty() && missing.empty()) return {};
  std::string problem;
  if (!unknown.empty())
    problem += fmt::format("holds {}, which a Kokoro checkpoint does not have", list_names(unknown));
  if (!missing.empty()) problem += fmt::format("{}lacks {}", problem.empty() ? "" : ", and ", list_names(missing));
  return fail(ErrorCode::corrupt, fmt::format("{}: {}", file, problem),
              "expected the groups bert, bert_encoder, decoder, predictor and text_encoder: a training state or the "
              "file of another model cannot be loaded");
}

Result<void> add(StateDict& group, std::string_view group_name, std::string_view name, const Tensor& tensor,
                 const std::string& file) {
  if (!group.emplace(published_name(group_name, name), tensor).second) {
    return fail(ErrorCode::corrupt, fmt::format("{}: holds the tensor {} twice", file, quote(name)));
  }
  return {};
}

/// The value of a key, when the dict has it and nothing else.
const PickleValue* only_item(const PickleGraph& graph, const PickleValue& dict, std::string_view key) {
  const bool found =
      dict.items.size() == 2 && graph[dict.items[0]].kind == ValueKind::text && graph[dict.items[0]].text == key;
  return found ? &graph[dict.items[1]] : nullptr;
}

Result<StateDict> state_dict(const PickleGraph& graph, const PickleValue& group, std::string_view group_name,
                             const std::string& file) {
  StateDict out;
  if (group.kind != ValueKind::dict) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {} is {}, expected a dict of tensors", file, quote(group_name),
                                                kind_name(group.kind)));
  }
  for (std::size_t i = 0; i < group.items.size(); i += 2) {
    const PickleValue& name = graph[group.items[i]];
    const PickleValue& value = graph[group.items[i + 1]];
    if (name.kind != ValueKind::text || value.kind != ValueKind::tensor) {
      return fail(ErrorCode::corrupt,
                  fmt::format("{}: {} holds {} under {}, expected a tensor under a name", file, quote(group_name),
                              kind_name(value.kind),
                              name.kind == ValueKind::text ? quote(name.text) : std::string(kind_name(name.kind))));
    }
    const auto added = add(out, group_name, name.text, graph.tensors[static_cast<std::size_t>(value.integer)], file);
    if (!added) return fail(added.error());
  }
  return out;
}

}  // namespace

Result<Checkpoint> group_pickle(const PickleGraph& graph, const std::string& file) {
  const PickleValue* root = &graph[graph.root];
  if (root->kind == ValueKind::dict) {
    if (const PickleValue* inner = only_item(graph, *root, kWrapper)) root = inner;
  }
  if (root->kind != ValueKind::dict) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: holds {}, expected a dict of five groups", file, kind_name(root->kind)),
                root->kind == ValueKind::tensor ? "a voice pack is given with the voice, not as the model" : "");
  }
  Names names;
  for (std::size_t i = 0; i < root->items.size(); i += 2) {
    const PickleValue& key = graph[root->items[i]];
    names.insert(key.kind == ValueKind::text ? key.text : kind_name(key.kind));
  }
  const auto known = check_groups(names, file);
  if (!known) return fail(known.error());
  Checkpoint checkpoint{file, {}, false};
  for (std::size_t i = 0; i < root->items.size(); i += 2) {
    const std::string_view name = graph[root->items[i]].text;
    auto tensors = state_dict(graph, graph[root->items[i + 1]], name, file);
    if (!tensors) return fail(tensors.error());
    if (!checkpoint.groups.emplace(name, std::move(*tensors)).second) {
      return fail(ErrorCode::corrupt, fmt::format("{}: holds the group {} twice", file, quote(name)));
    }
  }
  return checkpoint;
}

namespace {

/// A convolution's weight of MLX, [out, width, in], as [out, in, width]; other tensors as they are.
Tensor with_width_last(std::string_view name, Tensor tensor) {
  if (tensor.shape.size() != 3 || (!name.ends_with(".weight_v") && !name.ends_with(".weight"))) return tensor;
  std::swap(tensor.shape[1], tensor.shape[2]);
  std::swap(tensor.strides[1], tensor.strides[2]);
  return tensor;
}

}  // namespace

Result<Checkpoint> group_flat(const StateDict& tensors, const std::string& file) {
  const bool mlx =
      std::any_of(tensors.begin(), tensors.end(), [](const auto& entry) { return is_mlx_name(entry.first); });
  // A model that MLX wrote has its own buffers besides the weights.
  Checkpoint checkpoint{file, {}, mlx};
  Names names;
  for (const auto& [full, tensor] : tensors) {
    std::string_view name = full;
    if (name.starts_with("net.")) name.remove_prefix(4);
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string_view group = name.substr(0, dot);
    names.insert(group);
    const auto added = add(checkpoint.groups[std::string(group)], group, name.substr(std::min(dot + 1, name.size())),
                           mlx ? with_width_last(name, tensor) : tensor, file);
    if (!added) return fail(added.error());
  }
  const auto known = check_groups(names, file);
  if (!known) return fail(known.error());
  return checkpoint;
}

}  // namespace kokoro::checkpoint
