#pragma once

#include "checkpoint/pickle_value.hpp"
#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// Sorts the contents of a torch file into the five groups: {group: {name: tensor}}, or the same one level down in
/// {'net': …}. Errors: corrupt, naming all groups that are unknown and all that are missing.
Result<Checkpoint> group_pickle(const PickleGraph& graph, const std::string& file);

/// The same for a flat list of "group.name", "group.module.name" or "net.group.name".
Result<Checkpoint> group_flat(const StateDict& tensors, const std::string& file);

}  // namespace kokoro::checkpoint
