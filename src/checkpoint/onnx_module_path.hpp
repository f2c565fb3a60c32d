#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkpoint/onnx_message.hpp"

namespace kokoro::checkpoint::onnx {

/// A module of the published network: "decoder" and "generator.resblocks.0.convs1.0".
struct ModuleKey {
  std::string group;
  std::string module;  ///< empty for a group that is one layer, as bert_encoder

  /// "generator.conv_post.weight".
  std::string tensor(std::string_view last) const;
};

/// The module that a node was traced from, by the path in its name, or in its first output's where an optimiser has
/// named the node anew. Wrappers around the network ("/kmodel/…", "/encoder/…") do not count. Nothing for nodes of
/// other origin.
std::optional<ModuleKey> module_of(const NodeMessage& node);

}  // namespace kokoro::checkpoint::onnx
