#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <map>
#include <string>
#include <utility>

namespace kokoro::store {

/// SHA256SUMS of a data directory: path below it to hash, in the format that `sha256sum -c` reads. Not thread-safe.
class HashList {
 public:
  /// An absent file gives an empty list; lines that are not understood are left out.
  explicit HashList(const std::filesystem::path& root);

  /// The list in another file, of the paths below `root`. Errors: as map_file().
  static Result<HashList> read(const std::filesystem::path& file, const std::filesystem::path& root);

  /// Empty when the file is not listed.
  std::string find(const std::filesystem::path& file) const;
  void set(const std::filesystem::path& file, const std::string& hash);

  /// Replaces the list on disk. Errors: io.
  Result<void> save() const;

 private:
  HashList(std::filesystem::path root, std::map<std::string, std::string> hashes)
      : root_(std::move(root)), hashes_(std::move(hashes)) {}
  void take(const std::string& line);
  std::string key(const std::filesystem::path& file) const;

  std::filesystem::path root_;
  std::map<std::string, std::string> hashes_;
};

}  // namespace kokoro::store
