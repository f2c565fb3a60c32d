#include "checkpoint/fingerprint.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "checkpoint/zip_archive.hpp"

namespace kokoro::checkpoint {

std::string fingerprint(const Blob& blob) {
  Sha256 hash;
  if (looks_like_zip(blob.bytes)) {
    if (const auto archive = ZipArchive::open(blob)) {
      for (const ZipEntry& entry : archive->entries()) {
        const std::string line = fmt::format("{} {} {:08x}\n", entry.name, entry.size, entry.crc);
        hash.update(std::as_bytes(std::span(line)));
      }
      return "zip-" + hash.hex_digest();
    }
  }
  hash.update(blob.bytes);
  return "sha256-" + hash.hex_digest();
}

}  // namespace kokoro::checkpoint
