#include "checkpoint/zip_archive.hpp"

#include <gmock/gmock.h>

#include "checkpoint/byte_reader.hpp"
#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using test::CraftedEntry;
using test::make_zip;
using testing::HasSubstr;

Result<ZipArchive> open(const std::string& bytes) { return ZipArchive::open(test::make_blob(bytes)); }

std::string message_of(const std::string& bytes) {
  const auto zip = open(bytes);
  return zip ? "no error" : zip.error().message;
}

TEST(ZipArchive, FindsEntriesByName) {
  const auto blob = test::make_blob(make_zip({{"b", "second"}, {"a", "first"}, {"empty", ""}}));
  const auto zip = ZipArchive::open(blob);
  ASSERT_TRUE(zip) << zip.error().message;
  ASSERT_EQ(zip->entries().size(), 3U);
  EXPECT_EQ(zip->entries()[0].name, "a");
  ASSERT_NE(zip->find("b"), nullptr);
  EXPECT_EQ(zip->find("empty")->size, 0U);
  EXPECT_EQ(zip->find("c"), nullptr);
}

TEST(ZipArchive, AcceptsComment) {
  std::string bytes = make_zip({{"a", "x"}});
  bytes.replace(bytes.size() - 2, 2, test::little(5, 2));
  EXPECT_TRUE(open(bytes + "hello"));
  EXPECT_FALSE(open(bytes + "hell"));
}

TEST(ZipArchive, ReadsZip64) {
  // The directory's entry and the end record leave size, offset and count to their zip64 forms.
  const std::string plain = make_zip({{"a", "hello"}});
  const std::size_t directory = plain.find("PK\x01\x02");
  const std::size_t end = plain.find("PK\x05\x06");
  std::string entry = plain.substr(directory, end - directory);
  entry.replace(20, 12,
                test::little(0xffffffff, 4) + test::little(0xffffffff, 4) + entry.substr(28, 2) + test::little(28, 2));
  entry.replace(42, 4, test::little(0xffffffff, 4));
  entry += test::little(1, 2) + test::little(24, 2) + test::little(5, 8) + test::little(5, 8) + test::little(0, 8);
  std::string bytes = plain.substr(0, directory) + entry;
  const std::size_t record = bytes.size();
  bytes += "PK\x06\x06" + test::little(44, 8) + test::little(0, 12) + test::little(1, 8) + test::little(1, 8) +
           test::little(entry.size(), 8) + test::little(directory, 8);
  bytes += "PK\x06\x07" + test::little(0, 4) + test::little(record, 8) + test::little(1, 4);
  bytes += "PK\x05\x06" + test::little(0, 4) + test::little(0xffff, 2) + test::little(0xffff, 2) +
           test::little(0xffffffff, 4) + test::little(0xffffffff, 4) + test::little(0, 2);
  const auto blob = test::make_blob(bytes);
  const auto zip = ZipArchive::open(blob);
  ASSERT_TRUE(zip) << zip.error().message;
  ASSERT_NE(zip->find("a"), nullptr);
  EXPECT_EQ(as_text(zip->find("a")->stored), "hello");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(open(bytes.substr(0, size))) << size;
}

TEST(ZipArchive, RefusesLyingSizes) {
  CraftedEntry entry{"a", "hello"};
  entry.stored_size = 6;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("\"a\": 6 bytes are announced, 5 are there"));
  EXPECT_THAT(message_of(make_zip({entry, {"b", "x"}})), HasSubstr("are announced"));
  entry.stored_size = 0xfffffffe;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("4294967294 bytes are announced"));
  entry.stored_size = 0xffffffff;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("zip64 sizes are missing"));
  entry.stored_size = 5;
  entry.size = 7;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("two sizes, 5 and 7"));
}

TEST(ZipArchive, RefusesHeaderThatDisagrees) {
  std::string bytes = make_zip({{"a", "hello"}});
  bytes[18] = 4;
  EXPECT_THAT(message_of(bytes), HasSubstr("its header says 4 bytes, the directory 5"));
  bytes = make_zip({{"a", "hello"}});
  bytes[30] = 'z';
  EXPECT_THAT(message_of(bytes), HasSubstr("names another file"));
}

TEST(ZipArchive, RefusesOverlap) {
  CraftedEntry second{"a", "world"};
  second.offset = 0;
  EXPECT_THAT(message_of(make_zip({{"a", "hello"}, second})), HasSubstr("\"a\""));
  // A quine-like nesting: the directory points into the content of another entry.
  const std::string inner = make_zip({{"b", "x"}});
  CraftedEntry nested{"b", "x"};
  nested.offset = 31;
  EXPECT_THAT(message_of(make_zip({{"a", inner}, nested})), HasSubstr("\"a\""));
}

TEST(ZipArchive, RefusesSameNameTwice) {
  EXPECT_THAT(message_of(make_zip({{"a", "1"}, {"a", "2"}})), HasSubstr("holds \"a\" twice"));
}

TEST(ZipArchive, RefusesEncryptionAndOtherMethods) {
  CraftedEntry entry{"a", "hello"};
  entry.flags = 1;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("encrypted"));
  entry.flags = 0;
  entry.method = 93;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("method 93"));
}

TEST(ZipArchive, RefusesImpossibleDirectory) {
  const std::string good = make_zip({{"a", "hello"}});
  const std::size_t end = good.size() - 22;
  std::string bytes = good;
  bytes.replace(end + 10, 2, test::little(9, 2));
  EXPECT_THAT(message_of(bytes), HasSubstr("cannot hold 9 entries"));
  bytes = good;
  bytes.replace(end + 16, 4, test::little(0x7fffffff, 4));
  EXPECT_THAT(message_of(bytes), HasSubstr("reaches outside the file"));
  EXPECT_THAT(message_of("PK\x03\x04"), HasSubstr("directory at the end"));
}

TEST(ZipArchive, NamesInMessagesAreHarmless) {
  CraftedEntry entry{"a\n\x1b[2J\xff", "hello"};
  entry.method = 1;
  EXPECT_THAT(message_of(make_zip({entry})), HasSubstr("\"a\\x0a\\x1b[2J\\xff\""));
}

}  // namespace
}  // namespace kokoro::checkpoint
