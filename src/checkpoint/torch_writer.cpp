#include "checkpoint/torch_writer.hpp"

#include <zlib.h>

#include <bit>
#include <cstddef>
#include <vector>

#include "checkpoint/pickle_opcode.hpp"

namespace kokoro::checkpoint {
namespace {

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

std::string little(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i, value >>= 8U) out += static_cast<char>(value & 0xFFU);
  return out;
}

/// A pickle, written operation by operation.
class PickleWriter {
 public:
  PickleWriter& op(PickleOpcode code) {
    bytes_.push_back(static_cast<char>(code));
    return *this;
  }
  PickleWriter& op(PickleOpcode code, std::string_view argument) {
    op(code);
    bytes_.append(argument);
    return *this;
  }
  PickleWriter& text(std::string_view value) {
    op(kText4, little(value.size(), 4));
    bytes_.append(value);
    return *this;
  }
  PickleWriter& whole(std::int64_t value) {
    op(kLong1, "\x08");
    bytes_.append(little(static_cast<std::uint64_t>(value), 8));
    return *this;
  }
  PickleWriter& tuple(std::span<const std::int64_t> values) {
    op(kMark);
    for (const auto value : values) whole(value);
    return op(kTuple);
  }
  std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks), the storage by persistent id.
std::string tensor_pickle(std::span<const std::int64_t> shape, std::size_t count) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  PickleWriter out;
  out.op(kProto, "\x02").op(kGlobal, "torch._utils\n_rebuild_tensor_v2\n").op(kMark);
  out.op(kMark).text("storage").op(kGlobal, "torch\nFloatStorage\n").text("0").text("cpu");
  out.whole(static_cast<std::int64_t>(count)).op(kTuple).op(kPersistentId);
  out.op(kInt1, std::string_view("\0", 1)).tuple(shape).tuple(strides).op(kFalse);
  out.op(kGlobal, "collections\nOrderedDict\n").op(kEmptyTuple).op(kReduce);
  out.op(kTuple).op(kReduce).op(kStop);
  return std::move(out).take();
}

/// A ZIP archive of stored entries.
class ZipWriter {
 public:
  void add(std::string_view name, std::string_view content) {
    const std::size_t offset = bytes_.size();
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    // Version 2.0, no flags, stored, the first day of 1980.
    const std::string fields = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(33, 2) +
                               little(sum, 4) + little(content.size(), 4) + little(content.size(), 4) +
                               little(name.size(), 2);
    bytes_.append("PK\x03\x04").append(fields);
    // Numbers begin at a multiple of 64, as PyTorch maps them: the rest is an extra field.
    const std::size_t before = bytes_.size() + 2 + name.size() + 4;
    const std::size_t padding = (64 - before % 64) % 64;
    bytes_.append(little(padding + 4, 2)).append(name).append("FB").append(little(padding, 2));
    bytes_.append(padding, 'Z').append(content);
    directory_.append("PK\x01\x02").append(little(20, 2)).append(fields).append(little(0, 2 + 2 + 2 + 2 + 4));
    directory_.append(little(offset, 4)).append(name);
    ++entries_;
  }

  std::string finish() && {
    const std::size_t at = bytes_.size();
    return std::move(bytes_) + directory_ + "PK\x05\x06" + little(0, 4) + little(entries_, 2) + little(entries_, 2) +
           little(directory_.size(), 4) + little(at, 4) + little(0, 2);
  }

 private:
  std::string bytes_;
  std::string directory_;
  std::size_t entries_ = 0;
};

}  // namespace

std::string write_torch_tensor(std::string_view name, std::span<const std::int64_t> shape,
                               std::span<const float> values) {
  const std::string folder = std::string(name) + "/";
  const auto bytes = std::as_bytes(values);
  ZipWriter zip;
  zip.add(folder + "data.pkl", tensor_pickle(shape, values.size()));
  zip.add(folder + "byteorder", "little");
  zip.add(folder + "data/0", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  zip.add(folder + "version", "3\n");
  return std::move(zip).finish();
}

}  // namespace kokoro::checkpoint
