#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "base/blob.hpp"

namespace kokoro::test {

/// A copy of the bytes on the heap, exactly as long as they are, so that sanitizers see a read past the end.
inline Blob make_blob(const std::string& bytes, std::string name = "test") {
  auto copy = std::shared_ptr<std::byte[]>(new std::byte[bytes.size()]);
  std::copy_n(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size(), copy.get());
  return Blob{{copy.get(), bytes.size()}, copy, std::move(name)};
}

inline std::filesystem::path data_path(const std::string& relative) {
  return std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data" / relative;
}

inline std::string file_bytes(const std::filesystem::path& path) {
  const auto blob = map_file(path);
  return blob ? std::string(reinterpret_cast<const char*>(blob->bytes.data()), blob->bytes.size()) : std::string();
}

}  // namespace kokoro::test
