#pragma once

#include <optional>

#include "checkpoint/unpickler.hpp"

namespace kokoro::checkpoint {

/// The value for a module and a name that a tensor file may call for; nothing for all others.
std::optional<PickleValue> find_global(std::string_view module, std::string_view name);

/// The storage that a persistent id ('storage', type, key, location, element count) stands for.
/// Errors: corrupt; messages start with `place`.
Result<PickleValue> load_storage(PickleGraph& graph, ValueId id, const PickleSource& source, std::string_view place);

/// What a call of `callable` with the tuple `arguments` gives. Errors as above.
Result<PickleValue> call_global(PickleGraph& graph, const PickleValue& callable, ValueId arguments,
                                const PickleSource& source, std::string_view place);

}  // namespace kokoro::checkpoint
