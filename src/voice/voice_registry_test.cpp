#include "voice/voice_registry.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::voice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A folder that is removed with its content.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = testing::TempDir() + "voicesXXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

 private:
  std::filesystem::path path_;
};

/// A raw pack of two rows of two numbers.
std::string raw_pack(float value) {
  const std::vector<float> values(4, value);
  return {reinterpret_cast<const char*>(values.data()), sizeof(float) * values.size()};
}

VoiceRegistryOptions options_for(const TemporaryFolder& folder) {
  VoiceRegistryOptions options;
  options.width = 2;
  options.folders = {folder.path()};
  return options;
}

std::vector<float> values_of(VoiceRegistry& registry, const std::string& expression) {
  const auto pack = registry.get(expression);
  EXPECT_TRUE(pack) << pack.error().message;
  return pack ? (*pack)->values : std::vector<float>{};
}

TEST(VoiceRegistry, ListsFilesAndArchives) {
  VoiceRegistryOptions options;
  options.width = 8;
  options.folders = {test::data_path("voices/good")};
  VoiceRegistry registry(options);
  EXPECT_THAT(registry.list(), ElementsAre("array", "bfloat16", "double", "double_array", "earlier_rows", "fortran",
                                           "half", "half_array", "later_rows", "packed_voice", "parameter", "plain",
                                           "protocol4", "raw", "stored_voice", "strided", "v0_19", "version2"));
  for (const std::string& name : registry.list()) EXPECT_TRUE(registry.get(name)) << name;
  // plain.pt wins over the array "plain" of stored.npz, which is greater by 100.
  EXPECT_EQ((*registry.get("plain"))->values[0], 0);
  EXPECT_EQ((*registry.get("packed_voice"))->values[9], 1.0625F);
  EXPECT_TRUE(registry.problems().empty());
}

TEST(VoiceRegistry, ReportsWhatItCannotRead) {
  const TemporaryFolder folder;
  folder.write("broken.npz", "PK\x03\x04");
  folder.write("other.txt", "x");
  folder.write(".hidden.pt", "x");
  folder.write("a.pt", "x");
  VoiceRegistry registry(options_for(folder));
  EXPECT_THAT(registry.list(), ElementsAre("a"));
  ASSERT_EQ(registry.problems().size(), 1U);
  EXPECT_THAT(registry.problems()[0].message, HasSubstr("broken.npz"));
  const auto pack = registry.get("a");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, ErrorCode::corrupt);
}

TEST(VoiceRegistry, MixesAndKeepsTheResult) {
  const TemporaryFolder folder;
  folder.write("one.bin", raw_pack(1));
  folder.write("four.bin", raw_pack(4));
  VoiceRegistry registry(options_for(folder));
  EXPECT_THAT(values_of(registry, "one(2)+four"), ElementsAre(2, 2, 2, 2));
  EXPECT_THAT(values_of(registry, "one,four"), ElementsAre(2.5, 2.5, 2.5, 2.5));
  EXPECT_THAT(values_of(registry, "four(2)-one"), ElementsAre(7, 7, 7, 7));
  EXPECT_EQ((*registry.get("four(2)-one"))->name, "four(2)-one(1)");
  EXPECT_EQ(registry.get("one(1)+four(2)")->get(), registry.get("one(2) + four(4)")->get());
  EXPECT_EQ(registry.get("one")->get(), registry.get(" one(7) ")->get());
}

TEST(VoiceRegistry, NamesTheClosestVoices) {
  const TemporaryFolder folder;
  for (const char* name : {"af_heart.bin", "af_bella.bin", "am_adam.bin", "zf_xiaoxiao.bin"})
    folder.write(name, raw_pack(1));
  VoiceRegistry registry(options_for(folder));
  for (const char* expression : {"af_hart", "am_adam+af_hart(2)"}) {
    const auto pack = registry.get(expression);
    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error().code, ErrorCode::not_found);
    EXPECT_EQ(pack.error().param, "voice");
    EXPECT_THAT(pack.error().message, HasSubstr("no voice \"af_hart\" for model v1.0 in " + folder.path().string()));
    EXPECT_THAT(pack.error().hint, HasSubstr("did you mean af_heart"));
    EXPECT_THAT(pack.error().hint, Not(HasSubstr("zf_xiaoxiao")));
    EXPECT_EQ(registry.validate(expression).error().code, ErrorCode::not_found);
  }
  EXPECT_THAT(registry.get("entirely_different").error().hint, Not(HasSubstr("did you mean")));
  EXPECT_TRUE(registry.validate("af_heart(2)-am_adam"));
}

TEST(VoiceRegistry, NeverLeavesItsFolders) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "voices");
  folder.write("outside.bin", raw_pack(1));
  VoiceRegistryOptions options = options_for(folder);
  options.folders = {folder.path() / "voices"};
  VoiceRegistry registry(options);
  for (const std::string wrong : {"../outside", "..", "/etc/passwd", "./x", "a/../outside", "outside.bin"}) {
    EXPECT_FALSE(registry.get(wrong)) << wrong;
    EXPECT_FALSE(registry.contains(wrong)) << wrong;
  }
  EXPECT_EQ((*registry.get_with_files(folder.path() / "outside.bin"))->name, "outside");
}

/// An .npz archive of raw_pack()s.
std::string archive(const std::vector<std::pair<std::string, float>>& packs) {
  std::vector<test::CraftedEntry> entries;
  for (const auto& [name, value] : packs) {
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }";
    header.resize(117, ' ');
    entries.push_back({name + ".npy", std::string("\x93NUMPY\x01\x00v\x00", 10) + header + "\n" + raw_pack(value)});
  }
  return test::make_zip(entries);
}

/// 510 rows of two numbers.
std::string full_pack(float value) {
  const std::vector<float> values(1020, value);
  return {reinterpret_cast<const char*>(values.data()), sizeof(float) * values.size()};
}

std::vector<float> with_files(VoiceRegistry& registry, const std::string& expression) {
  const auto pack = registry.get_with_files(expression);
  EXPECT_TRUE(pack) << expression << ": " << pack.error().message;
  return pack ? std::vector<float>((*pack)->values.begin(), (*pack)->values.begin() + 4) : std::vector<float>{};
}

TEST(VoiceRegistry, AnArchiveIsOneWhateverItIsCalled) {
  const TemporaryFolder folder;
  folder.write("voices-v1.0.bin", archive({{"af_heart", 1}, {"am_adam", 3}}));
  folder.write("af_sky.bin", raw_pack(5));
  VoiceRegistry registry(options_for(folder));
  EXPECT_THAT(registry.list(), ElementsAre("af_heart", "af_sky", "am_adam"));
  EXPECT_THAT(values_of(registry, "am_adam"), ElementsAre(3, 3, 3, 3));
  EXPECT_TRUE(registry.problems().empty());
}

TEST(VoiceRegistry, SherpasFileHasThePublishedNamesInTheirOrder) {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 53; ++i) bytes += full_pack(static_cast<float>(i) / 8);
  folder.write("voices.bin", bytes);
  folder.write("two.bin", bytes.substr(0, 2 * full_pack(0).size()));
  VoiceRegistry registry(options_for(folder));
  EXPECT_EQ(registry.list().size(), 55U);  // and 0 and 1 of the other file
  EXPECT_EQ(values_of(registry, "af_heart")[0], 0.375F);
  EXPECT_EQ(values_of(registry, "zm_yunyang")[1019], 6.5F);
  const std::string file = folder.path() / "voices.bin";
  EXPECT_THAT(with_files(registry, file + ":bf_emma"), ElementsAre(2.625, 2.625, 2.625, 2.625));
  EXPECT_EQ(with_files(registry, file + ":21"), with_files(registry, file + ":bf_emma"));
}

TEST(VoiceRegistry, FilesStandForVoicesAloneAndInMixes) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "my voices-1");
  folder.write("my voices-1/all.npz", archive({{"a", 1}, {"b", 3}}));
  folder.write("one-x.bin", raw_pack(5));
  folder.write("known.bin", raw_pack(6));
  VoiceRegistry registry(options_for(folder));
  const std::string one = folder.path() / "one-x.bin";
  const std::string many = folder.path() / "my voices-1/all.npz";
  EXPECT_THAT(with_files(registry, one), ElementsAre(5, 5, 5, 5));
  EXPECT_THAT(with_files(registry, one + "(1)+known(3)"), ElementsAre(5.75, 5.75, 5.75, 5.75));
  EXPECT_THAT(with_files(registry, "known-" + one + "(.5)"), ElementsAre(7, 7, 7, 7));
  folder.write("all.npz", archive({{"a", 1}, {"b", 3}}));
  const std::string plain = folder.path() / "all.npz";
  EXPECT_THAT(with_files(registry, plain + ":b"), ElementsAre(3, 3, 3, 3));
  EXPECT_THAT(with_files(registry, plain + ":a:60," + plain + ":b:20"), ElementsAre(1.5, 1.5, 1.5, 1.5));
  EXPECT_THAT(with_files(registry, many + ":a"), ElementsAre(1, 1, 1, 1));
}

TEST(VoiceRegistry, SaysWhichVoicesAFileHas) {
  const TemporaryFolder folder;
  folder.write("all.npz", archive({{"af_heart", 1}, {"am_adam", 3}}));
  folder.write("one.bin", raw_pack(5));
  VoiceRegistry registry(options_for(folder));
  const auto error = [&](const std::string& expression) {
    const auto pack = registry.get_with_files(folder.path() / expression);
    EXPECT_FALSE(pack) << expression;
    EXPECT_EQ(pack.error().param, "voice");
    return pack.error().message + ": " + pack.error().hint;
  };
  EXPECT_THAT(error("all.npz"), HasSubstr("all.npz:af_heart"));
  EXPECT_THAT(error("all.npz:af_hart"), HasSubstr("did you mean af_heart"));
  EXPECT_THAT(error("one.bin:af_heart"), HasSubstr("holds one voice, none called \"af_heart\""));
  EXPECT_THAT(error("none.npz:af_heart"), HasSubstr("none.npz"));
}

TEST(VoiceRegistry, FileErrorsNameTheField) {
  const TemporaryFolder folder;
  VoiceRegistry registry(options_for(folder));
  const auto pack = registry.get_with_files(folder.path() / "none.pt");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, ErrorCode::not_found);
  EXPECT_EQ(pack.error().param, "voice");
}

TEST(VoiceRegistry, HyphenIsPartOfANameThatExists) {
  const TemporaryFolder folder;
  for (const char* name : {"a.bin", "my-voice.bin"}) folder.write(name, raw_pack(1));
  VoiceRegistry registry(options_for(folder));
  EXPECT_TRUE(registry.get("my-voice"));
  EXPECT_THAT(registry.get("my-vioce").error().message, HasSubstr("no voice \"my-vioce\""));
  EXPECT_THAT(registry.get("a-a").error().message, HasSubstr("add up to 0"));
}

TEST(VoiceRegistry, AliasStandsInForAMissingVoice) {
  const TemporaryFolder folder;
  VoiceRegistryOptions options = options_for(folder);
  options.embedded = {{"demo", test::make_blob(raw_pack(1), "(embedded) demo")}};
  options.aliases = {{"af_heart", "demo"}};
  VoiceRegistry registry(options);
  EXPECT_TRUE(registry.contains("af_heart"));
  EXPECT_TRUE(registry.embedded("af_heart"));
  EXPECT_THAT(registry.list(), ElementsAre("demo"));
  EXPECT_EQ((*registry.get("af_heart"))->name, "demo");
  EXPECT_THAT(values_of(registry, "af_heart+demo"), ElementsAre(1, 1, 1, 1));

  folder.write("af_heart.bin", raw_pack(2));
  registry.refresh();
  EXPECT_FALSE(registry.embedded("af_heart"));
  EXPECT_THAT(values_of(registry, "af_heart"), ElementsAre(2, 2, 2, 2));
}

TEST(VoiceRegistry, FilesWinOverEmbeddedAndRefreshForgets) {
  const TemporaryFolder folder;
  VoiceRegistryOptions options = options_for(folder);
  options.embedded = {{"a", test::make_blob(raw_pack(1), "(embedded) a")}};
  VoiceRegistry registry(options);
  EXPECT_THAT(values_of(registry, "a"), ElementsAre(1, 1, 1, 1));
  folder.write("a.bin", raw_pack(5));
  folder.write("b.bin", raw_pack(6));
  EXPECT_FALSE(registry.contains("b"));
  registry.refresh();
  EXPECT_TRUE(registry.contains("b"));
  EXPECT_THAT(values_of(registry, "a"), ElementsAre(5, 5, 5, 5));
}

TEST(VoiceRegistry, MissingFolderHasNoVoices) {
  VoiceRegistryOptions options;
  options.width = 2;
  options.folders = {"/nonexistent/voices"};
  VoiceRegistry registry(options);
  EXPECT_TRUE(registry.list().empty());
  EXPECT_TRUE(registry.problems().empty());
  EXPECT_THAT(registry.get("a").error().message, HasSubstr("/nonexistent/voices"));
}

TEST(VoiceRegistry, ServesManyThreadsWhileItIsRefreshed) {
  const TemporaryFolder folder;
  for (const char* name : {"a.bin", "b.bin"}) folder.write(name, raw_pack(1));
  VoiceRegistryOptions options = options_for(folder);
  options.aliases = {{"c", "a"}};
  VoiceRegistry registry(options);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&registry, i] {
      for (int k = 0; k < 50; ++k) {
        EXPECT_TRUE(registry.get(k % 2 == 0 ? "a+b" : "b"));
        if (i == 0) registry.refresh();
        EXPECT_TRUE(registry.contains("c"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace kokoro::voice
