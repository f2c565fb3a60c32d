#pragma once

#include <functional>
#include <kokoro/error.hpp>
#include <memory>
#include <string>

#include "checkpoint/pickle_value.hpp"

namespace kokoro::checkpoint {

/// Where a pickle's tensors lie.
struct PickleSource {
  std::string name;  ///< the file, for messages
  std::function<Result<std::shared_ptr<const StoredRecord>>(std::string_view key)> storage;
  std::shared_ptr<const void> owner;  ///< keeps the storages' bytes alive
};

/// Runs a pickle that may build tensors, dictionaries, lists and plain values, and nothing else: no class or function
/// is ever looked up, the few names that torch.save() writes are recognised as such.
///
/// Texts of the graph are views of `pickle`. Memory stays in proportion to the pickle's length.
/// Errors: corrupt, naming the byte and what was expected there, or the name that was refused.
Result<PickleGraph> unpickle(std::span<const std::byte> pickle, const PickleSource& source);

}  // namespace kokoro::checkpoint
