#include "checkpoint/npy.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <utility>

#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using test::CraftedEntry;
using testing::ElementsAre;
using testing::HasSubstr;

std::string npy(const std::string& header, const std::string& data) {
  return "\x93NUMPY\x01" + test::little(0, 1) + test::little(header.size(), 2) + header + data;
}
std::string header(const std::string& descr, const std::string& shape, const std::string& order = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}
std::string floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}
std::string message_of(const std::string& bytes) {
  const auto tensor = read_npy(test::make_blob(bytes));
  return tensor ? "no error" : tensor.error().message;
}

/// A raw deflate stream.
std::string deflated(const std::string& content) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, content.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
CraftedEntry packed(const std::string& name, const std::string& content) {
  CraftedEntry entry{name, deflated(content), 8};
  entry.size = static_cast<std::uint32_t>(content.size());
  entry.crc = static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
  return entry;
}

TEST(Npy, ReadsBothOrders) {
  const std::string data = floats({1, 2, 3, 4, 5, 6});
  EXPECT_THAT(*read_npy(test::make_blob(npy(header("<f4", "(2, 3)"), data)))->to_floats(),
              ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(*read_npy(test::make_blob(npy(header("<f4", "(2, 3)", "True"), data)))->to_floats(),
              ElementsAre(1, 3, 5, 2, 4, 6));
  EXPECT_THAT(*read_npy(test::make_blob(npy(header("<f4", "()"), floats({7}))))->to_floats(), ElementsAre(7));
  EXPECT_THAT(read_npy(test::make_blob(npy(header("<f4", "(3,)"), floats({1, 2, 3}))))->shape, ElementsAre(3));
}

TEST(Npy, RefusesWrongFiles) {
  const std::string data = floats({1, 2, 3, 4});
  EXPECT_THAT(message_of(""), HasSubstr("does not start as a .npy"));
  EXPECT_THAT(message_of("\x93NUMPY\x04" + test::little(0, 1)), HasSubstr("version 1 to 3"));
  EXPECT_THAT(message_of("\x93NUMPY\x02" + test::little(0, 1) + test::little(0xffffffff, 4)), HasSubstr("cut off"));
  EXPECT_THAT(message_of(npy(header(">f4", "(4,)"), data)), HasSubstr("\">f4\""));
  EXPECT_THAT(message_of(npy(header("|O", "(4,)"), data)), HasSubstr("\"|O\""));
  EXPECT_THAT(message_of(npy(header("<f4", "(5,)"), data)), HasSubstr("shape [5] does not fit its 4 stored"));
  EXPECT_THAT(message_of(npy(header("<f4", "(-1,)"), data)), HasSubstr("does not fit"));
  EXPECT_THAT(message_of(npy(header("<f4", "(4294967296, 4294967296)"), data)), HasSubstr("does not fit"));
  EXPECT_THAT(message_of(npy(header("<f4", "(0, 9223372036854775807, 9)"), data)), HasSubstr("does not fit"));
  for (const char* wrong : {"{}", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,), }",
                            "{'descr': '<f4', 'fortran_order': 1, 'shape': (4,), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (4;5), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (4"}) {
    EXPECT_THAT(message_of(npy(wrong, data)), HasSubstr("the .npy header is")) << wrong;
  }
}

TEST(Npz, ReadsStoredAndDeflatedEntries) {
  const std::string array = npy(header("<f4", "(2,)"), floats({1, 2}));
  const auto blob = test::make_blob(test::make_zip({{"a.npy", array}, packed("b.npy", array)}));
  const auto tensors = read_npz(blob);
  ASSERT_TRUE(tensors) << tensors.error().message;
  ASSERT_EQ(tensors->size(), 2U);
  EXPECT_THAT(*tensors->at("a").to_floats(), ElementsAre(1, 2));
  EXPECT_THAT(*tensors->at("b").to_floats(), ElementsAre(1, 2));
  EXPECT_THAT(*npz_names(blob), ElementsAre("a", "b"));
  EXPECT_THAT(*read_npz_entry(blob, "b")->to_floats(), ElementsAre(1, 2));
  EXPECT_EQ(read_npz_entry(blob, "c").error().code, ErrorCode::not_found);
}

TEST(Npz, RefusesDamagedAndLyingEntries) {
  const std::string array = npy(header("<f4", "(2,)"), floats({1, 2}));
  const auto message = [](const CraftedEntry& entry) {
    const auto tensors = read_npz(test::make_blob(test::make_zip({entry})));
    return tensors ? "no error" : tensors.error().message;
  };
  CraftedEntry entry = packed("a.npy", array);
  entry.crc = 1;
  EXPECT_THAT(message(entry), HasSubstr("checksum"));
  for (const std::uint32_t size : {std::uint32_t{0}, *entry.size - 1, *entry.size + 1, std::uint32_t{100'000'000}}) {
    entry = packed("a.npy", array);
    entry.size = size;
    EXPECT_THAT(message(entry), HasSubstr("damaged or not " + std::to_string(size) + " bytes long"));
  }
  entry.size = 0xfffffff0;
  EXPECT_THAT(message(entry), HasSubstr("at most 134217728 are allowed"));
  entry = packed("a.npy", array);
  entry.content[3] = '\xff';
  EXPECT_THAT(message(entry), HasSubstr("\"a.npy\""));
  EXPECT_THAT(message({"a.txt", "hello"}), HasSubstr("holds \"a.txt\", expected .npy arrays only"));
}

TEST(Npz, LimitsWhatAllEntriesUnpackTo) {
  // 40 MB of zeros take 40 kB: four of them are more than the limit of 128 MiB.
  const CraftedEntry bomb = packed("", npy(header("<f4", "(10000000,)"), std::string(40'000'000, '\0')));
  std::vector<CraftedEntry> entries(4, bomb);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].name = std::to_string(i) + ".npy";
  const auto tensors = read_npz(test::make_blob(test::make_zip(entries)));
  ASSERT_FALSE(tensors);
  EXPECT_EQ(tensors.error().code, ErrorCode::too_large);
}

TEST(Npz, TruncatedAnywhereIsAnError) {
  for (const char* name : {"stored.npz", "packed.npz"}) {
    const std::string whole = test::file_bytes(test::data_path("voices/good") / name);
    ASSERT_TRUE(read_npz(test::make_blob(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      ASSERT_FALSE(read_npz(test::make_blob(whole.substr(0, size)))) << size;
    }
  }
}

}  // namespace
}  // namespace kokoro::checkpoint
