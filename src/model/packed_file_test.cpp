#include "model/packed_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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
    const std::string bytes(kBytes, fill);
    return write_packed(path_, key, std::as_bytes(std::span(bytes)));
  }
  /// The first and the last byte of what is kept; else what is the matter.
  std::string find(const std::string& key, std::size_t bytes = kBytes) {
    const auto read = read_packed(path_, key, bytes, pool_);
    if (read.state != PackedState::whole) return read.state == PackedState::damaged ? "damaged" : "none";
    return {static_cast<char>(read.memory.get()[0]), static_cast<char>(read.memory.get()[bytes - 1])};
  }

  static constexpr std::size_t kBytes = 1'200'000;  // three blocks, the last not full
  ThreadPool pool_{2};
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("kokoro_packed_" + std::to_string(getpid()));
  const std::filesystem::path path_ = folder_ / "weights.packed";
};

TEST_F(PackedFileTest, GivesBackWhatWasKeptUnderTheSameKey) {
  EXPECT_EQ(find("a"), "none");
  ASSERT_TRUE(keep("a", 'x'));
  EXPECT_EQ(find("a"), "xx");
}

TEST_F(PackedFileTest, AnotherKeyIsAnotherFile) {
  ASSERT_TRUE(keep("a", 'x'));
  EXPECT_EQ(find("b"), "none");
  EXPECT_EQ(find("a", kBytes - 64), "damaged");
  ASSERT_TRUE(keep("b", 'y'));
  EXPECT_EQ(find("a"), "none");
  EXPECT_EQ(find("b"), "yy");
}

TEST_F(PackedFileTest, ForeignFilesAreNotRead) {
  std::ofstream(path_, std::ios::binary) << std::string(4096 + kBytes, 'z');
  EXPECT_EQ(find("a"), "damaged");
  std::ofstream(path_, std::ios::binary) << "";
  EXPECT_EQ(find("a"), "damaged");
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(find("a"), "none");
  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(find("a"), "none") << "and nobody waits for the pipe";
}

TEST_F(PackedFileTest, AnyChangedByteAndAnyMissingOneShows) {
  ASSERT_TRUE(keep("a", 'x'));
  const auto size = std::filesystem::file_size(path_);
  for (std::size_t place = 4096; place < size; place += place < size - 100 ? 41'113 : 1) {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(place));
    const char before = static_cast<char>(file.peek());
    file.seekp(static_cast<std::streamoff>(place)).put(static_cast<char>(before ^ 4)).flush();
    ASSERT_EQ(find("a"), "damaged") << place;
    file.seekp(static_cast<std::streamoff>(place)).put(before).flush();
  }
  EXPECT_EQ(find("a"), "xx");
  for (const std::size_t left : {size - 1, size - 8, kBytes, std::size_t{4096}}) {
    std::filesystem::resize_file(path_, left);
    EXPECT_EQ(find("a"), "damaged") << left;
  }
  std::filesystem::resize_file(path_, size);
  EXPECT_EQ(find("a"), "damaged") << "zeros where bytes were";
}

TEST_F(PackedFileTest, BlocksThatChangedPlacesShow) {
  std::string bytes(kBytes, 'x');
  std::fill_n(bytes.begin(), std::size_t{1} << 19U, 'w');
  ASSERT_TRUE(write_packed(path_, "a", std::as_bytes(std::span(bytes))));
  EXPECT_EQ(find("a"), "wx");
  std::string content;
  {
    std::ifstream file(path_, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto block = [&content](std::size_t i) {
    return content.begin() + 4096 + static_cast<std::ptrdiff_t>(i << 19U);
  };
  const auto sum = [&content](std::size_t i) {
    return content.begin() + 4096 + static_cast<std::ptrdiff_t>(kBytes + 8 * i);
  };
  std::swap_ranges(block(0), block(1), block(1));
  std::swap_ranges(sum(0), sum(1), sum(1));
  std::ofstream(path_, std::ios::binary) << content;
  EXPECT_EQ(find("a"), "damaged");
}

TEST_F(PackedFileTest, WhatIsReadOutlivesTheFile) {
  ASSERT_TRUE(keep("a", 'x'));
  const auto read = read_packed(path_, "a", kBytes, pool_);
  ASSERT_EQ(read.state, PackedState::whole);
  std::filesystem::resize_file(path_, 0);
  const std::span<const std::byte> bytes(read.memory.get(), kBytes);
  EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{'x'}; }));
}

TEST_F(PackedFileTest, AFolderThatIsNotThereKeepsNothing) {
  EXPECT_FALSE(write_packed(folder_ / "no" / "weights.packed", "a", {}));
  ASSERT_TRUE(std::filesystem::create_directory(path_));
  EXPECT_FALSE(keep("a", 'x')) << "a folder has the name";
  std::filesystem::remove(path_);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
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

TEST_F(PackedBackendTest, TheSecondStartReadsTheWeightsAndSpeaksTheSame) {
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

TEST_F(PackedBackendTest, DamagedWeightsArePackedAnewAndSpeakTheSame) {
  std::vector<float> first;
  const auto load = [this](bool packed) {
    CpuBackend backend(2);
    EXPECT_TRUE(backend.load(files()));
    EXPECT_EQ(backend.weights_were_packed(), packed);
    return speak(backend);
  };
  first = load(false);
  const auto file = std::filesystem::directory_iterator(folder_)->path();
  std::fstream(file, std::ios::binary | std::ios::in | std::ios::out).seekp(500'000).put('?').flush();
  EXPECT_EQ(load(false), first);
  EXPECT_EQ(load(true), first);
}

/// A bit that changed anywhere in the numbers of a checkpoint is found, whether or not they are packed.
TEST_F(PackedBackendTest, ADamagedRecordOfTheCheckpointIsNamed) {
  const ModelFiles whole = files();
  const std::string_view text(reinterpret_cast<const char*>(whole.weights.bytes.data()), whole.weights.bytes.size());
  for (const double share : {0.2, 0.5, 0.8}) {
    std::vector<std::byte> bytes(whole.weights.bytes.begin(), whole.weights.bytes.end());
    bytes[static_cast<std::size_t>(share * static_cast<double>(text.find("PK\x01\x02")))] ^= std::byte{16};
    ModelFiles changed = whole;
    changed.weights.bytes = bytes;
    changed.packed.clear();
    const auto loaded = CpuBackend(2).load(changed);
    ASSERT_FALSE(loaded) << share;
    EXPECT_EQ(loaded.error().code, ErrorCode::corrupt);
    EXPECT_NE(loaded.error().message.find("checksum"), std::string::npos) << loaded.error().message;
  }
}

}  // namespace
}  // namespace kokoro::model
