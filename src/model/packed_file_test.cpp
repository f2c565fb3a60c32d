#include "model/packed_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "base/blob.hpp"
#include "model/cpu_backend.hpp"

namespace kokoro::model {
namespace {

/// An empty folder of its own.
class PackedFileTest : public testing::Test {
 protected:
  PackedFileTest() { std::filesystem::create_directories(folder_); }
  ~PackedFileTest() override { std::filesystem::remove_all(folder_); }

  bool keep(const std::string& key, char fill) const {
    auto file = PackedFile::create(path_, key, kBytes);
    if (!file) return false;
    std::memset(file->memory().get(), fill, kBytes);
    return file->publish();
  }

  static constexpr std::size_t kBytes = 10000;
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("kokoro_packed_" + std::to_string(getpid()));
  const std::filesystem::path path_ = folder_ / "weights.packed";
};

TEST_F(PackedFileTest, GivesBackWhatWasKeptUnderTheSameKey) {
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes), nullptr);
  ASSERT_TRUE(keep("a", 'x'));
  const auto memory = PackedFile::open(path_, "a", kBytes);
  ASSERT_NE(memory, nullptr);
  EXPECT_EQ(static_cast<char>(memory.get()[kBytes - 1]), 'x');
}

TEST_F(PackedFileTest, AnotherKeyOrSizeIsAnotherFile) {
  ASSERT_TRUE(keep("a", 'x'));
  EXPECT_EQ(PackedFile::open(path_, "b", kBytes), nullptr);
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes - 64), nullptr);
  ASSERT_TRUE(keep("b", 'y'));
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes), nullptr);
  EXPECT_NE(PackedFile::open(path_, "b", kBytes), nullptr);
}

TEST_F(PackedFileTest, UnpublishedFilesLeaveNothing) {
  { const auto file = PackedFile::create(path_, "a", kBytes); }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(PackedFileTest, TruncatedOrForeignFilesAreNotRead) {
  ASSERT_TRUE(keep("a", 'x'));
  std::filesystem::resize_file(path_, kBytes);
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes), nullptr);
  std::ofstream(path_, std::ios::binary) << std::string(4096 + kBytes, 'z');
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes), nullptr);
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(PackedFile::open(path_, "a", kBytes), nullptr);
}

TEST_F(PackedFileTest, AFolderThatIsNotThereOrASizeBeyondTheDiskKeepsNothing) {
  EXPECT_FALSE(PackedFile::create(folder_ / "no" / "weights.packed", "a", kBytes));
  EXPECT_FALSE(PackedFile::create(path_, "a", std::size_t{1} << 55U));
}

/// Backends over the tiny model that keep packed weights in the folder.
class PackedBackendTest : public PackedFileTest {
 protected:
  ModelFiles files(const char* weights = "kokoro-v1_0.pth") const {
    const std::filesystem::path tiny = std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data/models/tiny";
    return {*map_file(tiny / "config.json"), *map_file(tiny / weights), folder_ / "tiny"};
  }
  static std::vector<float> speak(const CpuBackend& backend) {
    const std::vector<std::int32_t> ids{0, 50, 83, 54, 16, 65, 4, 0};
    const std::vector<float> style(32, 0.1F);
    const auto prosody = *prepare_one(backend, {ids, style, 1.0F, 3}, Share::whole);
    return vocode_one(backend, *prosody, Share::whole)->audio;
  }
};

TEST_F(PackedBackendTest, TheSecondStartMapsTheWeightsAndSpeaksTheSame) {
  std::vector<float> first;
  {
    CpuBackend backend(2);
    ASSERT_TRUE(backend.load(files()));
    EXPECT_FALSE(backend.weights_were_packed());
    first = speak(backend);
  }
  CpuBackend backend(2);
  ASSERT_TRUE(backend.load(files()));
  EXPECT_TRUE(backend.weights_were_packed());
  EXPECT_EQ(speak(backend), first);
}

TEST_F(PackedBackendTest, OtherWeightsArePackedAnew) {
  {
    CpuBackend backend(1);
    ASSERT_TRUE(backend.load(files()));
  }
  ModelFiles changed = files();
  std::vector<std::byte> bytes(changed.weights.bytes.begin(), changed.weights.bytes.end());
  // The checksum of one entry in the directory, and the same in its local header, which nobody reads.
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t directory = text.find("PK\x01\x02");
  ASSERT_NE(directory, std::string_view::npos);
  bytes[directory + 16] ^= std::byte{1};
  changed.weights.bytes = bytes;
  CpuBackend backend(1);
  // Whether the reader minds the wrong checksum is its affair; the packed weights must not be taken for these.
  (void)backend.load(changed);
  EXPECT_FALSE(backend.weights_were_packed());
  ASSERT_TRUE(backend.load(files("kokoro-v0_19.pth")));
  EXPECT_FALSE(backend.weights_were_packed());
}

TEST_F(PackedBackendTest, EachPrecisionKeepsItsOwn) {
  for (const Precision precision : {Precision::fp32, Precision::bf16x3, Precision::bf16}) {
    CpuBackend backend(2, precision);
    ASSERT_TRUE(backend.load(files()));
    EXPECT_FALSE(backend.weights_were_packed()) << precision_name(precision);
  }
  CpuBackend backend(2, Precision::bf16);
  ASSERT_TRUE(backend.load(files()));
  EXPECT_TRUE(backend.weights_were_packed());
}

}  // namespace
}  // namespace kokoro::model
