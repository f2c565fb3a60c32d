#include "store/hash_list.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/blob.hpp"

namespace kokoro::store {
namespace {

constexpr const char* kName = "SHA256SUMS";
constexpr std::size_t kHashDigits = 64;

}  // namespace

HashList::HashList(const std::filesystem::path& root) : root_(root) {
  std::ifstream file(root / kName);
  for (std::string line; std::getline(file, line);) take(line);
}

Result<HashList> HashList::read(const std::filesystem::path& file, const std::filesystem::path& root) {
  const auto blob = map_file(file);
  if (!blob) return fail(blob.error());
  HashList list(root, {});
  std::istringstream lines(std::string(reinterpret_cast<const char*>(blob->bytes.data()), blob->bytes.size()));
  for (std::string line; std::getline(lines, line);) list.take(line);
  return list;
}

void HashList::take(const std::string& line) {
  if (line.size() < kHashDigits + 3 || line.compare(kHashDigits, 2, "  ") != 0) return;
  hashes_[line.substr(kHashDigits + 2)] = line.substr(0, kHashDigits);
}

std::string HashList::key(const std::filesystem::path& file) const {
  return file.lexically_relative(root_).generic_string();
}

std::string HashList::find(const std::filesystem::path& file) const {
  const auto found = hashes_.find(key(file));
  return found == hashes_.end() ? "" : found->second;
}

void HashList::set(const std::filesystem::path& file, const std::string& hash) { hashes_[key(file)] = hash; }

Result<void> HashList::save() const {
  const auto path = root_ / kName;
  auto draft = path;
  draft += ".part";
  std::ofstream out(draft, std::ios::trunc);
  for (const auto& [name, hash] : hashes_) out << hash << "  " << name << "\n";
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(draft, path, error);
  if (!out || error) {
    std::filesystem::remove(draft, error);
    return fail(ErrorCode::io, fmt::format("cannot write {}", path.string()), "is the disk full?");
  }
  return {};
}

}  // namespace kokoro::store
