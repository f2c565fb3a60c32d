#include "checkpoint/stored_record.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

namespace kokoro::checkpoint {

std::uint32_t crc32_of(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<z_size_t>(bytes.size())));
}

Result<void> StoredRecord::verify() const {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  return {};  // or no changed byte would ever be read
#endif
  std::call_once(once_, [this] { damaged_ = crc32_of(bytes_) != crc_; });
  return verdict();
}

Result<void> StoredRecord::verdict() const {
  if (!damaged_) return {};
  return fail(ErrorCode::corrupt, fmt::format("{} is damaged: its checksum does not match", place_),
              "fetch the file again");
}

}  // namespace kokoro::checkpoint
