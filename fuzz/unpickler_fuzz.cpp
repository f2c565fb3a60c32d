#include "checkpoint/groups.hpp"
#include "checkpoint/unpickler.hpp"

/// Any bytes as the pickle of a torch file whose storages all hold 64 bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::byte> stored(64);
  kokoro::checkpoint::PickleSource source;
  source.name = "fuzz";
  source.storage = [](std::string_view) -> kokoro::Result<std::shared_ptr<const kokoro::checkpoint::StoredRecord>> {
    return std::make_shared<const kokoro::checkpoint::StoredRecord>("storage", stored, 0U);
  };
  const auto graph = kokoro::checkpoint::unpickle(std::as_bytes(std::span(data, size)), source);
  if (!graph) return 0;
  for (const auto& tensor : graph->tensors) {
    const auto values = tensor.to_floats();
    if (values && values->size() > stored.size()) __builtin_trap();
  }
  static_cast<void>(kokoro::checkpoint::group_pickle(*graph, "fuzz"));
  return 0;
}
