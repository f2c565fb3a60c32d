#pragma once

#include <google/protobuf/io/coded_stream.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "checkpoint/byte_reader.hpp"

namespace kokoro::checkpoint::onnx {

/// The fields of one protobuf message as views of its bytes. Protocol Buffers' own stream decodes tags and varints;
/// length-delimited fields are not copied.
class FieldReader {
 public:
  /// `bytes` must be shorter than 2 GiB, which is the format's limit.
  explicit FieldReader(std::span<const std::byte> bytes)
      : bytes_(bytes), stream_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  /// Reads the next field; false at the end of the message, or where it is damaged: ok() tells.
  bool next() {
    if (!ok_ || position() == bytes_.size()) return false;
    const std::uint32_t tag = stream_.ReadTag();
    number_ = tag >> 3U;
    switch (tag & 7U) {
      case 0:
        ok_ = number_ != 0 && stream_.ReadVarint64(&integer_);
        break;
      case 1:
        ok_ = number_ != 0 && stream_.ReadLittleEndian64(&integer_);
        break;
      case 2:
        ok_ = number_ != 0 && read_bytes();
        break;
      case 5:
        ok_ = number_ != 0 && read_fixed32();
        break;
      default:
        ok_ = false;  // groups are not in ONNX's schema
    }
    delimited_ = ok_ && (tag & 7U) == 2;
    return ok_;
  }

  bool ok() const { return ok_; }
  std::uint32_t number() const { return number_; }
  bool delimited() const { return delimited_; }
  std::int64_t integer() const { return static_cast<std::int64_t>(integer_); }
  std::span<const std::byte> bytes() const { return delimited_ ? value_ : std::span<const std::byte>(); }
  std::string_view text() const { return as_text(bytes()); }

 private:
  std::size_t position() const { return static_cast<std::size_t>(stream_.CurrentPosition()); }

  bool read_fixed32() {
    std::uint32_t value = 0;
    if (!stream_.ReadLittleEndian32(&value)) return false;
    integer_ = value;
    return true;
  }

  bool read_bytes() {
    std::uint32_t length = 0;
    if (!stream_.ReadVarint32(&length) || length > bytes_.size() - position()) return false;
    value_ = bytes_.subspan(position(), length);
    return stream_.Skip(static_cast<int>(length));
  }

  std::span<const std::byte> bytes_;
  google::protobuf::io::CodedInputStream stream_;
  std::span<const std::byte> value_;
  std::uint64_t integer_ = 0;
  std::uint32_t number_ = 0;
  bool delimited_ = false;
  bool ok_ = true;
};

}  // namespace kokoro::checkpoint::onnx
