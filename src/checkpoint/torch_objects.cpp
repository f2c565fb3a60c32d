#include "checkpoint/torch_objects.hpp"

#include <fmt/format.h>

#include <array>

#include "checkpoint/quote.hpp"
#include "checkpoint/tensor_view.hpp"

namespace kokoro::checkpoint {
namespace {

struct KnownGlobal {
  std::string_view module;
  std::string_view name;
  Global global;
  DType dtype = DType::float32;
};

constexpr std::array<KnownGlobal, 8> kKnown{{
    {"collections", "OrderedDict", Global::ordered_dict},
    {"torch._utils", "_rebuild_tensor_v2", Global::rebuild_tensor},
    {"torch._utils", "_rebuild_parameter", Global::rebuild_parameter},
    {"torch", "FloatStorage", Global::storage_type, DType::float32},
    {"torch", "HalfStorage", Global::storage_type, DType::float16},
    {"torch", "BFloat16Storage", Global::storage_type, DType::bfloat16},
    {"torch", "DoubleStorage", Global::storage_type, DType::float64},
    {"torch", "LongStorage", Global::storage_type, DType::int64},
}};

tl::unexpected<Error> corrupt(std::string_view place, std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("{}: {}", place, what));
}

/// The numbers of a tuple, or nothing when it is not one of integers.
std::optional<std::vector<std::int64_t>> integers(const PickleGraph& graph, ValueId id) {
  const PickleValue& tuple = graph[id];
  if (tuple.kind != ValueKind::tuple) return std::nullopt;
  std::vector<std::int64_t> out;
  out.reserve(tuple.items.size());
  for (const ValueId item : tuple.items) {
    if (graph[item].kind != ValueKind::integer) return std::nullopt;
    out.push_back(graph[item].integer);
  }
  return out;
}

/// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata])
Result<PickleValue> rebuild_tensor(PickleGraph& graph, std::span<const ValueId> arguments, const PickleSource& source,
                                   std::string_view place) {
  if (arguments.size() < 4 || graph[arguments[0]].kind != ValueKind::storage ||
      graph[arguments[1]].kind != ValueKind::integer) {
    return corrupt(place, "a tensor is not made of storage, offset, size and strides");
  }
  auto shape = integers(graph, arguments[2]);
  auto strides = integers(graph, arguments[3]);
  if (!shape || !strides) return corrupt(place, "size and strides of a tensor are not tuples of integers");
  const PickleStorage& storage = graph.storages[static_cast<std::size_t>(graph[arguments[0]].integer)];
  auto tensor =
      view_tensor({storage.dtype, storage.bytes, graph[arguments[1]].integer, std::move(*shape), std::move(*strides)},
                  source.owner, place);
  if (!tensor) return fail(tensor.error());
  tensor->record = storage.record;
  PickleValue value;
  value.kind = ValueKind::tensor;
  value.integer = static_cast<std::int64_t>(graph.tensors.size());
  graph.tensors.push_back(std::move(*tensor));
  return value;
}

}  // namespace

std::optional<PickleValue> find_global(std::string_view module, std::string_view name) {
  for (const KnownGlobal& known : kKnown) {
    if (known.module != module || known.name != name) continue;
    PickleValue value;
    value.kind = ValueKind::global;
    value.global = known.global;
    value.dtype = known.dtype;
    return value;
  }
  return std::nullopt;
}

Result<PickleValue> load_storage(PickleGraph& graph, ValueId id, const PickleSource& source, std::string_view place) {
  const std::vector<ValueId>& parts = graph[id].items;
  const bool well_formed = graph[id].kind == ValueKind::tuple && parts.size() >= 5 &&
                           graph[parts[0]].kind == ValueKind::text && graph[parts[0]].text == "storage" &&
                           graph[parts[1]].kind == ValueKind::global &&
                           graph[parts[1]].global == Global::storage_type && graph[parts[2]].kind == ValueKind::text &&
                           graph[parts[4]].kind == ValueKind::integer;
  if (!well_formed) {
    return corrupt(place, "a persistent id is not ('storage', type, key, location, element count)");
  }
  const DType dtype = graph[parts[1]].dtype;
  const std::int64_t count = graph[parts[4]].integer;
  auto record = source.storage(graph[parts[2]].text);
  if (!record) return fail(std::move(record.error()));
  const auto bytes = (*record)->bytes();
  const std::size_t stored = bytes.size() / element_bytes(dtype);
  if (count < 0 || static_cast<std::uint64_t>(count) > stored) {
    return corrupt(place, fmt::format("storage {} should hold {} elements, its record has {}",
                                      quote(graph[parts[2]].text), count, stored));
  }
  PickleValue value;
  value.kind = ValueKind::storage;
  value.integer = static_cast<std::int64_t>(graph.storages.size());
  graph.storages.push_back(
      {dtype, bytes.first(static_cast<std::size_t>(count) * element_bytes(dtype)), std::move(*record)});
  return value;
}

Result<PickleValue> call_global(PickleGraph& graph, const PickleValue& callable, ValueId arguments,
                                const PickleSource& source, std::string_view place) {
  if (callable.kind != ValueKind::global || graph[arguments].kind != ValueKind::tuple) {
    return corrupt(place,
                   fmt::format("a call of {} with {}", kind_name(callable.kind), kind_name(graph[arguments].kind)));
  }
  const std::span<const ValueId> items = graph[arguments].items;
  switch (callable.global) {
    case Global::ordered_dict: {
      if (!items.empty()) return corrupt(place, "OrderedDict is called with arguments, expected none");
      PickleValue dict;
      dict.kind = ValueKind::dict;
      return dict;
    }
    case Global::rebuild_tensor:
      return rebuild_tensor(graph, items, source, place);
    case Global::rebuild_parameter:
      if (items.empty() || graph[items[0]].kind != ValueKind::tensor) {
        return corrupt(place, "a parameter is not made of a tensor");
      }
      return graph[items[0]];
    case Global::storage_type:
      break;
  }
  return corrupt(place, "a storage type is called, expected it in a persistent id only");
}

}  // namespace kokoro::checkpoint
