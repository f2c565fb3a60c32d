#pragma once

#include <cstddef>
#include <cstdint>
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
/// Readers guarantee that every element reached by shape and strides lies inside the file.
struct Tensor {
  DType dtype = DType::float32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in elements, not negative
  const std::byte* data = nullptr;    ///< of element 0, possibly unaligned
  std::shared_ptr<const void> owner;
  std::shared_ptr<const StoredRecord> record = {};  ///< what the numbers are part of, where it has a checksum

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
};

/// Reads a checkpoint: PyTorch zip .pth of v1.0 or v0.19 ({'net': …}), or .safetensors whose names are
/// "group.name" or "group.module.name". The format is told from the content.
/// Errors: corrupt (names file, place and what was expected), unsupported (old PyTorch tar or pickle format).
Result<Checkpoint> read_checkpoint(const Blob& blob);

/// The records with checksums that its tensors are parts of, each once.
std::vector<const StoredRecord*> records_of(const Checkpoint& checkpoint);

/// Reads a file that holds one tensor: .pt, .npy; raw little-endian float32 (.bin) of rows of `row_width` numbers.
Result<Tensor> read_single_tensor(const Blob& blob, std::size_t row_width);

/// Reads an .npz archive: entry name (without .npy) to tensor. Stored entries are views, deflated ones are
/// decompressed with a limit.
Result<StateDict> read_npz(const Blob& blob);

/// The entry names of an .npz archive without reading the arrays; and one of them. Errors: as read_npz(), not_found.
Result<std::vector<std::string>> npz_names(const Blob& blob);
Result<Tensor> read_npz_entry(const Blob& blob, const std::string& name);

}  // namespace kokoro::checkpoint
