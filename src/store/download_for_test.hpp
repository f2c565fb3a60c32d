#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/sha256.hpp"
#include "store/download.hpp"
#include "store/scripted_server_test.hpp"

namespace kokoro::store {

inline constexpr const char* kTag = "\"one\"";

inline std::string sha256(const std::string& text) {
  Sha256 hash;
  hash.update(std::as_bytes(std::span(text)));
  return hash.hex_digest();
}

/// Looks like a zip of about `size` bytes.
inline std::string zip_like(std::size_t size) {
  std::string text = "PK\x03\x04";
  for (std::size_t i = 0; text.size() < size; ++i) text += static_cast<char>('a' + i % 23);
  return text + "PK\x05\x06" + std::string(18, '\0');
}

/// One file, an empty folder that it is downloaded to, and what happened meanwhile; nobody really sleeps.
class Download : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "kokoro_pull_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    file_ = {.url_path = "repo/file.pt",
             .target = root_ / "voices" / "file.pt",
             .content = Content::zip,
             .sha256 = sha256(content_),
             .min_bytes = 100};
    options_.sleep = [this](std::chrono::milliseconds time) { slept_.push_back(time.count()); };
    options_.free_bytes = [](const std::filesystem::path&) { return std::uint64_t{1} << 40U; };
    events_.note = [this](const std::string& note) { notes_.push_back(note); };
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  Result<std::string> download(const ScriptedServer& server) {
    options_.endpoint = server.url();
    return download_file(file_, options_, events_, cancel_.token());
  }
  void put(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string get(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::filesystem::path part() { return root_ / "voices" / "file.pt.part"; }

  std::filesystem::path root_;
  std::string content_ = zip_like(300'000);
  RemoteFile file_;
  DownloadOptions options_;
  DownloadEvents events_;
  CancelSource cancel_;
  std::vector<long> slept_;
  std::vector<std::string> notes_;
};

}  // namespace kokoro::store
