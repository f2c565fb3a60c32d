#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <kokoro/cancel_token.hpp>
#include <kokoro/version.hpp>
#include <set>

#include "base/blob.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"

namespace kokoro {
namespace {

TEST(Utf8, FindsTheFirstInvalidByte) {
  const std::pair<std::string, std::optional<std::size_t>> cases[] = {
      {"", std::nullopt},
      {"plain", std::nullopt},
      {"həlˈO ɹ 😀 नमस्ते", std::nullopt},
      {"ab\xFFz", 2},
      {"\xC0\x80", 0},          // overlong NUL
      {"a\xE0\x80\xAF", 1},     // overlong
      {"\xED\xA0\x80", 0},      // surrogate
      {"\xF4\x90\x80\x80", 0},  // past U+10FFFF
      {"ok\xE2\x82", 2},        // cut short
      {"\x80", 0},              // lone continuation
      {std::string("a\0b", 3), std::nullopt},
  };
  for (const auto& [text, position] : cases) EXPECT_EQ(find_invalid_utf8(text), position) << text;
}

TEST(Utf8, RoundTrips) {
  const std::string text = "a é € 😀 \xF4\x8F\xBF\xBF";
  EXPECT_EQ(to_utf8(to_code_points(text)), text);
  EXPECT_EQ(count_code_points("a€😀"), 3U);
}

TEST(Sha256, KnownAnswers) {
  const auto digest = [](std::string_view text) {
    Sha256 hash;
    hash.update(std::as_bytes(std::span(text)));
    return hash.hex_digest();
  };
  EXPECT_EQ(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Blob, MapsFilesAndNamesWhatIsWrong) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("kokoro_blob_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "full") << "hello";
  std::ofstream(folder / "empty");
  const auto full = map_file(folder / "full");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->bytes.size(), 5U);
  EXPECT_EQ(static_cast<char>(full->bytes[4]), 'o');
  EXPECT_TRUE(map_file(folder / "empty")->bytes.empty());
  EXPECT_EQ(map_file(folder / "none").error().code, ErrorCode::not_found);
  EXPECT_EQ(map_file(folder).error().code, ErrorCode::io);
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(map_file(folder / "pipe").error().code, ErrorCode::io) << "and nobody waits for a writer";
  EXPECT_EQ(map_file("/dev/zero").error().code, ErrorCode::io);
  EXPECT_NE(map_file(folder / "none").error().message.find("none"), std::string::npos);
  std::filesystem::remove_all(folder);
}

/// Small files are copies, large ones mapped: neither ends the program when the file is cut or rewritten.
TEST(Blob, OutlivesWhatHappensToItsFile) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("kokoro_cut_" + std::to_string(getpid()));
  for (const std::size_t size : {std::size_t{5'000'000}, std::size_t{20'000'000}}) {
    std::ofstream(path, std::ios::binary) << std::string(size, 'x');
    const auto blob = map_file(path);
    ASSERT_TRUE(blob);
    EXPECT_TRUE(check_unchanged(*blob));
    EXPECT_EQ(blob->bytes[10], std::byte{'x'});
    std::filesystem::resize_file(path, 4096);
    const auto read = std::ranges::count(blob->bytes, std::byte{'x'});
    EXPECT_EQ(read == static_cast<std::ptrdiff_t>(size), !blob->mapped);
    EXPECT_EQ(check_unchanged(*blob).has_value(), !blob->mapped);
  }
  std::ofstream(path, std::ios::binary) << std::string(20'000'000, 'x');
  const auto blob = map_file(path);
  ASSERT_TRUE(blob);
  // As cp does: cut, then written again. The clock of file systems may stand still for some milliseconds.
  std::ofstream(path, std::ios::binary) << std::string(20'000'000, 'y');
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  const auto changed = check_unchanged(*blob);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::corrupt);
  std::filesystem::remove(path);
}

TEST(Blob, ReleasedPagesAreReadAgain) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("kokoro_pages_" + std::to_string(getpid()));
  const std::string content(17 << 20, 'x');  // small files are copied
  std::ofstream(path, std::ios::binary) << content;
  const auto page_size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  // Of this process, as /proc tells; mincore() would count those of the whole system.
  const auto resident_pages = [page_size](const Blob& blob) {
    std::vector<std::uint64_t> pages(blob.bytes.size() / page_size);
    const int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    const std::size_t bytes = pages.size() * sizeof(std::uint64_t);
    const auto at = reinterpret_cast<std::uintptr_t>(blob.bytes.data()) / page_size * sizeof(std::uint64_t);
    EXPECT_EQ(pread(file, pages.data(), bytes, static_cast<off_t>(at)), static_cast<ssize_t>(bytes));
    close(file);
    return std::ranges::count_if(pages, [](std::uint64_t page) { return page >> 63U == 1; });
  };
  const auto file = map_file(path);
  ASSERT_TRUE(file);
  const auto text = [](const Blob& blob) {
    return std::string_view(reinterpret_cast<const char*>(blob.bytes.data()), blob.bytes.size());
  };
  EXPECT_EQ(text(*file), content);
  const auto all = static_cast<std::ptrdiff_t>(content.size() / page_size);
  EXPECT_EQ(resident_pages(*file), all);
  release_pages(*file);
  EXPECT_EQ(resident_pages(*file), 0);
  EXPECT_EQ(text(*file), content);
  const Blob elsewhere{file->bytes, file->owner, "not a whole file"};
  release_pages(elsewhere);
  EXPECT_EQ(resident_pages(elsewhere), all);
  std::filesystem::remove(path);
}

TEST(ErrorTable, RowsStandInOrderAndExitCodesDiffer) {
  std::set<int> exits;
  for (int i = 0; i <= static_cast<int>(ErrorCode::failed_check); ++i) {
    const ErrorTraits& row = traits(static_cast<ErrorCode>(i));
    EXPECT_EQ(static_cast<int>(row.code), i);
    EXPECT_GE(row.exit_code, 1);
    EXPECT_LE(row.exit_code, 63);
    EXPECT_TRUE(exits.insert(row.exit_code).second);
    EXPECT_GE(row.http_status, 400);
  }
}

TEST(Version, IsReadInEveryUsualSpelling) {
  for (const char* text : {"v1.0", "1.0", "v1_0", "V1.0"}) EXPECT_EQ(parse_version(text), ModelVersion::v1_0) << text;
  for (const char* text : {"v0.19", "0.19", "v0_19"}) EXPECT_EQ(parse_version(text), ModelVersion::v0_19) << text;
  for (const char* text : {"", "v", "v1", "2.0", "1.0 "}) EXPECT_FALSE(parse_version(text)) << text;
  EXPECT_FALSE(program_version().empty());
}

TEST(CancelToken, CopiesShareTheState) {
  CancelSource source;
  const CancelToken token = source.token();
  EXPECT_FALSE(token.cancelled());
  EXPECT_FALSE(CancelToken().cancelled());
  source.cancel();
  EXPECT_TRUE(token.cancelled());
}

}  // namespace
}  // namespace kokoro
