#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <kokoro/error.hpp>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/blob.hpp"
#include "checkpoint/stored_record.hpp"

namespace kokoro::checkpoint {

enum class DType { float32, float16, bfloat16, float64, int64, int8 };

/// Bytes of one element.
std::size_t element_bytes(DType dtype);

/// A named, strided view of stored numbers; nothing is copied. Immutable; `owner` keeps the bytes alive.
///
/// Readers guarantee that every element reached by shape and strides lies inside the file. Numbers that are not stored
/// as they are (quantised weights) have no data but a function that makes them.
struct Tensor {
  DType dtype = DType::float32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in elements, not negative
  const std::byte* data = nullptr;    ///< of element 0, possibly unaligned; null where `compute` is set
  std::shared_ptr<const void> owner;
  std::shared_ptr<const StoredRecord> record = {};  ///< what the numbers are part of, where it has a checksum
  /// Makes the elements in row-major order; any thread may call it. Then `dtype` is float32 and the strides are dense.
  std::function<std::vector<float>()> compute = {};

  /// False for a tensor that was only declared.
  bool exists() const { return data != nullptr || compute; }

  std::size_t element_count() const;
  bool contiguous() const;

  /// Elements in row-major order as float32; int8 as the whole numbers that they are: weights stored so have their
  /// scale in a weight norm's gain. Errors: unsupported (int64), corrupt (the record's checksum).
  Result<std::vector<float>> to_floats() const;

  /// The stored floats themselves when they are float32, contiguous and aligned; else an empty span. Nobody has looked
  /// at a checksum.
  std::span<const float> as_floats() const;
};

/// "[512, 128]".
std::string shape_text(std::span<const std::int64_t> shape);

using StateDict = std::map<std::string, Tensor>;

/// The five groups of a Kokoro checkpoint (bert, bert_encoder, predictor, decoder, text_encoder) with their tensors;
/// a literal "module." prefix of the names is removed.
struct Checkpoint {
  std::string name;  ///< file, for messages
  std::map<std::string, StateDict> groups;
  bool may_hold_more = false;  ///< tensors that no network asks for are to be expected: those of an ONNX graph
};

/// Reads a checkpoint: PyTorch zip .pth of v1.0 or v0.19 ({'net': …}), .safetensors whose names are "group.name" or
/// "group.module.name", or an ONNX export in any precision. The format is told from the content.
/// Errors: corrupt (names file, place and what was expected), unsupported (old PyTorch tar or pickle format).
Result<Checkpoint> read_checkpoint(const Blob& blob);

/// The records with checksums that its tensors are parts of, each once.
std::vector<const StoredRecord*> records_of(const Checkpoint& checkpoint);

/// True for a ZIP archive of nothing but .npy arrays, whatever the file is called.
bool looks_like_npz(const Blob& blob);

/// True for what read_single_tensor() does not take for raw numbers.
bool has_known_format(const Blob& blob);

/// Reads a file that holds one tensor: .pt, .npy, .safetensors; raw little-endian float32 (.bin) of rows of `row_width`
/// numbers.
Result<Tensor> read_single_tensor(const Blob& blob, std::size_t row_width);

/// Reads an .npz archive: entry name (without .npy) to tensor. Stored entries are views, deflated ones are
/// decompressed with a limit.
Result<StateDict> read_npz(const Blob& blob);

/// The entry names of an .npz archive without reading the arrays; and one of them. Errors: as read_npz(), not_found.
Result<std::vector<std::string>> npz_names(const Blob& blob);
Result<Tensor> read_npz_entry(const Blob& blob, const std::string& name);

}  // namespace kokoro::checkpoint
