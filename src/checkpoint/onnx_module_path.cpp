#include "checkpoint/onnx_module_path.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace kokoro::checkpoint::onnx {
namespace {

constexpr std::array<std::string_view, 5> kGroups{"bert", "bert_encoder", "decoder", "predictor", "text_encoder"};
/// Modules of the predictor that its callers run themselves, so that a trace may not say whose they are.
constexpr std::array<std::string_view, 7> kPredictorsOwn{"F0",     "N",    "shared",       "F0_proj",
                                                         "N_proj", "lstm", "duration_proj"};
/// The same of the text encoder in the predictor, beside which there is the one that is a group.
constexpr std::string_view kPredictorsTextEncoder = "text_encoder";
constexpr std::string_view kOnlyThere = "lstms";

template <class List>
bool contains(const List& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// "query_3" -> "query": a module that is run several times gets numbers.
std::string_view without_pass(std::string_view part) {
  const std::size_t end = part.find_last_not_of("0123456789");
  const bool numbered = end != std::string_view::npos && end > 0 && end + 1 < part.size() && part[end] == '_';
  return numbered ? part.substr(0, end) : part;
}

/// Names from the outermost module to that of the node: "/encoder/text_encoder/cnn.0/cnn.0.0/Conv" gives encoder,
/// text_encoder, cnn, 0, 0.
std::vector<std::string_view> modules_of(std::string_view path) {
  std::vector<std::string_view> parts = split(path, '/');
  if (!parts.empty()) parts.pop_back();  // the operation
  std::vector<std::string_view> modules;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = without_pass(parts[i]);
    // A member of a list repeats the name of the list.
    const bool repeated = i + 1 < parts.size() && parts[i + 1].size() > part.size() && parts[i + 1].starts_with(part) &&
                          parts[i + 1][part.size()] == '.';
    if (repeated) continue;
    const auto names = split(part, '.');
    modules.insert(modules.end(), names.begin(), names.end());
  }
  return modules;
}

std::string join(const std::vector<std::string_view>& parts, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < parts.size(); ++i) out.append(out.empty() ? "" : ".").append(parts[i]);
  return out;
}

}  // namespace

std::string ModuleKey::tensor(std::string_view last) const {
  return module.empty() ? std::string(last) : module + "." + std::string(last);
}

std::optional<ModuleKey> module_of(const NodeMessage& node) {
  std::string_view path = node.name;
  // Nodes that ONNX Runtime has fused have other names: none, or "/module/Mul/LayerNormFusion/".
  const bool traced = path.starts_with('/') && !path.ends_with('/');
  if (!traced && !node.outputs.empty()) path = node.outputs[0];
  if (!path.starts_with('/')) return std::nullopt;
  const auto modules = modules_of(path);
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (contains(kPredictorsOwn, modules[i])) return ModuleKey{"predictor", join(modules, i)};
    if (!contains(kGroups, modules[i])) continue;
    const std::string_view group = modules[i];
    while (i + 1 < modules.size() && modules[i + 1] == group) ++i;  // a wrapper of the same name
    const bool predictors = group == kPredictorsTextEncoder && i + 1 < modules.size() && modules[i + 1] == kOnlyThere;
    return predictors ? ModuleKey{"predictor", join(modules, i)} : ModuleKey{std::string(group), join(modules, i + 1)};
  }
  return std::nullopt;
}

}  // namespace kokoro::checkpoint::onnx
