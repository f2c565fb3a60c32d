#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"
#include "checkpoint/tensor.hpp"

namespace kokoro::voice {

/// A file that holds several voices under names. Immutable; tensors are views of the file or unpacked when asked for.
///
/// Either a NumPy archive, whatever it is called (kokoro-onnx's voices-v1.0.bin), or sherpa-onnx's voices.bin: float32
/// packs behind each other, whose names follow from how many there are. Every voice of the latter also has its number
/// as a name.
class VoiceArchive {
 public:
  /// Nothing for a file of one voice, or of none. `width` is that of a row. Errors: corrupt (a damaged archive).
  static Result<std::optional<VoiceArchive>> open(const Blob& blob, std::size_t width);

  /// In the file's order.
  const std::vector<std::string>& names() const { return names_; }

  /// Errors: not_found (with the names there are as the hint), as read_npz_entry().
  Result<checkpoint::Tensor> find(std::string_view name) const;

 private:
  VoiceArchive(Blob blob, std::vector<std::string> names, std::size_t rows, std::size_t width)
      : blob_(std::move(blob)), names_(std::move(names)), rows_(rows), width_(width) {}

  Blob blob_;
  std::vector<std::string> names_;
  std::size_t rows_;  ///< of each pack of a voices.bin; 0 for a NumPy archive
  std::size_t width_;
};

}  // namespace kokoro::voice
