#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace kokoro::test {

/// An entry of a ZIP archive as a test wants it, lies included.
struct CraftedEntry {
  std::string name;
  std::string content;
  std::uint16_t method = 0;
  std::optional<std::uint32_t> stored_size{};  ///< what the directory states; content.size() if empty
  std::optional<std::uint32_t> size{};         ///< unpacked; as stored_size
  std::optional<std::uint32_t> offset{};       ///< of the local header
  std::uint16_t flags = 0;
  std::optional<std::uint32_t> crc{};
};

inline std::string little(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(i < sizeof(value) ? value >> (8 * i) & 0xff : 0);
  return out;
}

/// The archive's bytes.
inline std::string make_zip(const std::vector<CraftedEntry>& entries) {
  std::string out;
  std::string directory;
  for (const CraftedEntry& entry : entries) {
    const auto length = static_cast<std::uint32_t>(entry.content.size());
    const std::uint32_t stored = entry.stored_size.value_or(length);
    const std::uint32_t size = entry.size.value_or(stored);
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), length);
    const std::string fields = little(entry.flags, 2) + little(entry.method, 2) + little(0, 4) +
                               little(entry.crc.value_or(static_cast<std::uint32_t>(sum)), 4) + little(stored, 4) +
                               little(size, 4) + little(entry.name.size(), 2) + little(0, 2);
    const std::uint32_t offset = entry.offset.value_or(static_cast<std::uint32_t>(out.size()));
    out += "PK\x03\x04" + little(20, 2) + fields + entry.name + entry.content;
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + fields + little(0, 10) + little(offset, 4) + entry.name;
  }
  const std::size_t at = out.size();
  return out + directory + "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
         little(directory.size(), 4) + little(at, 4) + little(0, 2);
}

/// What torch.save() would make of a pickle with one storage, "0", of 16 float32 numbers 0, 1, … 15.
inline std::string make_torch_file(const std::string& pickle) {
  std::string numbers(64, '\0');
  for (std::size_t i = 0; i < 16; ++i) {
    const auto value = static_cast<float>(i);
    std::memcpy(numbers.data() + 4 * i, &value, sizeof(value));
  }
  return make_zip({{"a/data.pkl", pickle}, {"a/byteorder", "little"}, {"a/data/0", numbers}, {"a/version", "3\n"}});
}

}  // namespace kokoro::test
