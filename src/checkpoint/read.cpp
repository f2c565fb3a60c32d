#include <fmt/format.h>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/groups.hpp"
#include "checkpoint/npy.hpp"
#include "checkpoint/onnx.hpp"
#include "checkpoint/safetensors.hpp"
#include "checkpoint/tensor.hpp"
#include "checkpoint/tensor_view.hpp"
#include "checkpoint/torch_file.hpp"
#include "checkpoint/zip_archive.hpp"

namespace kokoro::checkpoint {
namespace {

Result<Tensor> read_torch_tensor(const Blob& blob) {
  auto graph = read_torch_file(blob);
  if (!graph) return fail(graph.error());
  const PickleValue& root = (*graph)[graph->root];
  if (root.kind != ValueKind::tensor) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: holds {}, expected a single tensor", blob.name, kind_name(root.kind)),
                root.kind == ValueKind::dict ? "a checkpoint is given as the model, not as a voice" : "");
  }
  return std::move(graph->tensors[static_cast<std::size_t>(root.integer)]);
}

/// As looks_like_safetensors(), but no raw numbers look so: the first two of them would have to be a small whole
/// number.
bool starts_safetensors(std::span<const std::byte> bytes) {
  const auto length = ByteReader(bytes).read<std::uint64_t>();
  return looks_like_safetensors(bytes) && *length <= bytes.size() - sizeof(*length);
}

/// MLX's voice packs: a .safetensors file of one tensor.
Result<Tensor> read_only_tensor(const Blob& blob) {
  auto tensors = read_safetensors(blob);
  if (!tensors) return fail(tensors.error());
  if (tensors->size() == 1) return std::move(tensors->begin()->second);
  return fail(ErrorCode::corrupt,
              fmt::format("{}: holds {} tensors, expected a single one", blob.name, tensors->size()),
              tensors->empty() ? "" : "a checkpoint is given as the model, not as a voice");
}

Result<Tensor> read_raw(const Blob& blob, std::size_t row_width) {
  const std::size_t row_bytes = row_width * sizeof(float);
  if (row_bytes == 0 || blob.bytes.empty() || blob.bytes.size() % row_bytes != 0) {
    return fail(
        ErrorCode::corrupt,
        fmt::format("{}: neither a .pt, .npy nor .safetensors file, and its {} bytes are not whole rows of {} float32 "
                    "numbers",
                    blob.name, blob.bytes.size(), row_width));
  }
  const std::vector<std::int64_t> shape{static_cast<std::int64_t>(blob.bytes.size() / row_bytes),
                                        static_cast<std::int64_t>(row_width)};
  return view_tensor({DType::float32, blob.bytes, 0, shape, dense_strides(shape)}, blob.owner, blob.name);
}

}  // namespace

Result<Checkpoint> read_checkpoint(const Blob& blob) {
  if (looks_like_zip(blob.bytes)) {
    const auto graph = read_torch_file(blob);
    return graph ? group_pickle(*graph, blob.name) : fail(graph.error());
  }
  if (looks_like_old_torch(blob.bytes)) return refuse_old_torch(blob);
  if (looks_like_safetensors(blob.bytes)) {
    const auto tensors = read_safetensors(blob);
    return tensors ? group_flat(*tensors, blob.name) : fail(tensors.error());
  }
  if (looks_like_onnx(blob.bytes)) return read_onnx(blob);
  return fail(ErrorCode::corrupt,
              fmt::format("{}: {} bytes that start neither as PyTorch's .pth nor as .safetensors or .onnx", blob.name,
                          blob.bytes.size()),
              "the file may be an unfinished download or a web page saved in its place: fetch it again");
}

bool has_known_format(const Blob& blob) {
  return looks_like_zip(blob.bytes) || looks_like_npy(blob.bytes) || looks_like_old_torch(blob.bytes) ||
         starts_safetensors(blob.bytes);
}

Result<Tensor> read_single_tensor(const Blob& blob, std::size_t row_width) {
  if (looks_like_zip(blob.bytes)) return read_torch_tensor(blob);
  if (looks_like_npy(blob.bytes)) return read_npy(blob);
  if (looks_like_old_torch(blob.bytes)) return refuse_old_torch(blob);
  if (starts_safetensors(blob.bytes)) return read_only_tensor(blob);
  return read_raw(blob, row_width);
}

}  // namespace kokoro::checkpoint
