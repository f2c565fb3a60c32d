#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// Index into PickleGraph::values. Values refer to each other by index, so that a hostile file can neither nest them
/// deeper than the machine's stack nor make a circle that is never freed.
using ValueId = std::uint32_t;

enum class ValueKind : std::uint8_t {
  none,
  boolean,
  integer,
  real,
  text,
  opaque,
  tuple,
  list,
  dict,
  global,
  storage,
  tensor
};

/// The names that a tensor file may call for.
enum class Global : std::uint8_t { ordered_dict, rebuild_tensor, rebuild_parameter, storage_type };

/// One object of a pickle.
struct PickleValue {
  ValueKind kind = ValueKind::none;
  Global global = Global::ordered_dict;  ///< kind global
  DType dtype = DType::float32;          ///< kind global, when it is a storage type
  std::int64_t integer = 0;              ///< kind integer, boolean; index into storages or tensors of the graph
  std::string_view text;                 ///< kind text: into the pickle
  std::vector<ValueId> items;            ///< kind tuple, list; dict: key, value, key, value, …
};

/// The bytes of one storage record.
struct PickleStorage {
  DType dtype = DType::float32;
  std::span<const std::byte> bytes;
  std::shared_ptr<const StoredRecord> record = {};
};

struct PickleGraph {
  std::vector<PickleValue> values;
  std::vector<PickleStorage> storages;
  std::vector<Tensor> tensors;
  ValueId root = 0;

  const PickleValue& operator[](ValueId id) const { return values[id]; }
};

/// "a dict", "a tensor": for messages.
std::string_view kind_name(ValueKind kind);

}  // namespace kokoro::checkpoint
