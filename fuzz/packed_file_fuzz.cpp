#include "model/packed_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

/// A file of this process that lies in memory.
struct MemoryFile {
  int descriptor = memfd_create("packed", MFD_CLOEXEC);
  ~MemoryFile() { close(descriptor); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor); }
  void write(const std::string& bytes) const {
    if (ftruncate(descriptor, 0) != 0) __builtin_trap();
    if (pwrite(descriptor, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) __builtin_trap();
  }
};

constexpr std::size_t kBytes = (std::size_t{1} << 19U) + 1000;  ///< two blocks

/// A file as write_packed() makes it.
const std::string& whole_file() {
  static const std::string kWhole = [] {
    std::vector<std::byte> bytes(kBytes);
    for (std::size_t i = 0; i < kBytes; ++i) bytes[i] = static_cast<std::byte>(i * i / 7);
    const std::string path = std::filesystem::temp_directory_path() / ("packed_file_fuzz." + std::to_string(getpid()));
    if (!kokoro::model::write_packed(path, "key", bytes)) __builtin_trap();
    std::ifstream file(path, std::ios::binary);
    std::string content(std::istreambuf_iterator<char>(file), {});
    unlink(path.c_str());
    return content;
  }();
  return kWhole;
}

}  // namespace

/// A packed file with some of its bytes changed, at places that the input names in four bytes each with the change in a
/// fifth, and cut to a length that its first four bytes name: what is read is what was written, or nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  static kokoro::ThreadPool pool(1);
  std::string content = whole_file();
  const auto number = [data](std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, data + at, sizeof(value));
    return value;
  };
  bool changed = false;
  for (std::size_t at = 4; at + 5 <= size; at += 5) {
    const std::size_t place = number(at) % content.size();
    content[place] = static_cast<char>(content[place] ^ data[at + 4]);
    changed = changed || data[at + 4] != 0;
  }
  if (size >= 4 && number(0) % 4 == 0) content.resize(number(0) / 4 % (content.size() + 100));
  file.write(content);
  const auto read = kokoro::model::read_packed(file.path(), "key", kBytes, pool);
  const bool same = content == whole_file();
  if (same != (read.state == kokoro::model::PackedState::whole)) __builtin_trap();
  if ((read.state == kokoro::model::PackedState::whole) != (read.memory != nullptr)) __builtin_trap();
  if (!changed && content.size() == whole_file().size() && !same) __builtin_trap();
  return 0;
}
