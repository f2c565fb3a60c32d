#include "server/download/download_store.hpp"

#include <gtest/gtest.h>

#include "server/download/byte_range.hpp"

namespace kokoro::server {
namespace {

/// A finished download of these bytes; its name.
std::string put(DownloadStore& store, std::string_view bytes, std::string_view extension = ".wav") {
  auto draft = store.create(DownloadStore::make_name(extension), "audio/wav").value();
  EXPECT_TRUE(draft->append(bytes).has_value());
  draft->commit();
  return draft->name();
}

std::string read_all(const Download& download) {
  return std::string(UnnamedFile::map(download.file, 0, download.file->size()).value().bytes);
}

TEST(DownloadStore, GivesWhatWasPutOnceItIsComplete) {
  DownloadStore store({});
  auto draft = store.create(DownloadStore::make_name(".wav"), "audio/wav").value();
  ASSERT_TRUE(draft->append("????").has_value());
  ASSERT_TRUE(draft->append("data").has_value());
  EXPECT_FALSE(store.find(draft->name()).has_value());
  ASSERT_TRUE(draft->write_start("RIFF").has_value());
  draft->commit();
  const auto found = store.find(draft->name());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(read_all(*found), "RIFFdata");
  EXPECT_EQ(found->content_type, "audio/wav");
}

TEST(DownloadStore, NamesCannotBeGuessed) {
  EXPECT_EQ(DownloadStore::make_name(".mp3").size(), 36U);
  EXPECT_NE(DownloadStore::make_name(".mp3"), DownloadStore::make_name(".mp3"));
  const DownloadStore store({});
  for (const char* name : {"", ".", "..", "/etc/passwd", "../x.wav"}) EXPECT_FALSE(store.find(name).has_value());
}

TEST(DownloadStore, TheOldestMakesRoom) {
  DownloadStore store({.max_bytes = 10, .max_files = 2});
  const auto first = put(store, "aaaa");
  const auto second = put(store, "bbbb");
  const auto kept = store.find(first).value();
  const auto third = put(store, "cccc");  // of bytes
  EXPECT_FALSE(store.find(first).has_value());
  EXPECT_EQ(read_all(kept), "aaaa") << "who has it keeps it";
  put(store, "d");  // of files
  EXPECT_FALSE(store.find(second).has_value());
  EXPECT_TRUE(store.find(third).has_value());
}

TEST(DownloadStore, RefusesWhatIsLargerThanItIs) {
  DownloadStore store({.max_bytes = 10});
  auto draft = store.create("a.wav", "audio/wav").value();
  EXPECT_TRUE(draft->append("12345678").has_value());
  EXPECT_EQ(draft->append("12345678").error().code, ErrorCode::too_large);
  draft.reset();
  put(store, "1234567890");  // the draft's bytes are free again
}

TEST(DownloadStore, ForgetsWhatIsOld) {
  DownloadStore store({.max_age = std::chrono::milliseconds(0)});
  EXPECT_FALSE(store.find(put(store, "a")).has_value());
}

TEST(DownloadStore, SaysWhereItCannotWrite) {
  DownloadStore store({.folder = "/nowhere/at/all"});
  const auto draft = store.create("a.wav", "audio/wav");
  ASSERT_FALSE(draft.has_value());
  EXPECT_EQ(draft.error().code, ErrorCode::io);
}

TEST(ByteRange, IsThatOfTheStandard) {
  struct Case {
    const char* header;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> range;  ///< of 100 bytes
  };
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  for (const auto& [header, range] : std::vector<Case>{{"bytes=0-9", Pair{0, 10}},
                                                       {"bytes=90-", Pair{90, 10}},
                                                       {"bytes=-5", Pair{95, 5}},
                                                       {"bytes=-500", Pair{0, 100}},
                                                       {"bytes=99-1000", Pair{99, 1}},
                                                       {"BYTES = 0-0 ", Pair{0, 1}},
                                                       {"bytes=0-99999999999999999999999", Pair{0, 100}},
                                                       {"bytes=100-", Pair{0, 0}},
                                                       {"bytes=-0", Pair{100, 0}},
                                                       {"bytes=9-0", std::nullopt},
                                                       {"bytes=a-b", std::nullopt},
                                                       {"bytes=0-1,5-6", std::nullopt},
                                                       {"bytes=-", std::nullopt},
                                                       {"bytes=", std::nullopt},
                                                       {"bytes", std::nullopt},
                                                       {"items=0-1", std::nullopt},
                                                       {"", std::nullopt}}) {
    const auto parsed = parse_range(header, 100);
    ASSERT_EQ(parsed.has_value(), range.has_value()) << header;
    if (parsed) {
      EXPECT_EQ((Pair{parsed->begin, parsed->length}), *range) << header;
    }
  }
}

}  // namespace
}  // namespace kokoro::server
