#include "store/pull.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "store/download_for_test.hpp"
#include "store/published_voices.hpp"

namespace kokoro::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Pull : public Download {
 protected:
  void SetUp() override {
    Download::SetUp();
    for (int i = 0; i < 9; ++i) {
      const std::string name = "v" + std::to_string(i);
      files_.push_back({.url_path = "repo/" + name,
                        .target = root_ / "voices" / name,
                        .content = Content::zip,
                        .sha256 = "",
                        .min_bytes = 100});
    }
  }
  Result<PullSummary> pull(const ScriptedServer& server) {
    PullOptions options;
    options.download = options_;
    options.download.endpoint = server.url();
    options.force = force_;
    return pull_files(Home(root_), files_, options, pull_events_, cancel_);
  }
  std::vector<RemoteFile> files_;
  PullEvents pull_events_;
  bool force_ = false;
};

TEST_F(Pull, BringsAllFilesAndListsTheirHashes) {
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  PullProgress last;
  pull_events_.progress = [&](const PullProgress& state) { last = state; };
  const auto summary = pull(server);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->downloaded, 9U);
  EXPECT_EQ(last.files_done, 9U);
  EXPECT_EQ(last.have_bytes, 9 * content_.size());
  EXPECT_EQ(last.total_bytes, 9 * content_.size());
  const std::string list = get(root_ / "SHA256SUMS");
  for (const auto& file : files_) EXPECT_EQ(get(file.target), content_);
  EXPECT_THAT(list, HasSubstr(sha256(content_) + "  voices/v0\n"));
  EXPECT_EQ(std::ranges::count(list, '\n'), 9);
}

TEST_F(Pull, KeepsWhatIsHere) {
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(pull(server));
  fs::remove(files_[3].target);
  const auto again = pull(server);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->downloaded, 1U);
  EXPECT_EQ(again->kept, 8U);
  EXPECT_EQ(server.requests().size(), 10U);
}

TEST_F(Pull, DamagedFileIsNamedAndReplacedOnlyByForce) {
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(pull(server));
  put(files_[2].target, "damaged");
  const auto kept = pull(server);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::corrupt);
  EXPECT_THAT(kept.error().message, HasSubstr(files_[2].target.string()));
  EXPECT_THAT(kept.error().hint, HasSubstr("--force"));
  cancel_ = CancelSource();
  force_ = true;
  ASSERT_TRUE(pull(server));
  EXPECT_EQ(get(files_[2].target), content_);
}

TEST_F(Pull, ReportsWhyItStoppedNotThatItStopped) {
  const ScriptedServer server([&](const auto& request) {
    return request.path == "/repo/v5" ? http_response(404, "") : serve_with_ranges(request, content_, kTag);
  });
  const auto result = pull(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
  EXPECT_THAT(result.error().message, HasSubstr("/repo/v5"));
}

TEST_F(Pull, CancelledBeforeItBeginsDownloadsNothing) {
  cancel_.cancel();
  const ScriptedServer server([&](const auto&) { return http_response(200, content_); });
  const auto result = pull(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
  EXPECT_TRUE(server.requests().empty());
}

TEST(PlanPull, NamesThePublishedFiles) {
  const Home home("/h");
  const auto files = plan_pull(home, {}).value();
  ASSERT_EQ(files.size(), 56U);
  EXPECT_EQ(files[0].url_path, "hexgrad/Kokoro-82M/resolve/f3ff3571791e39611d31c381e3a41a3af07b4987/config.json");
  EXPECT_EQ(files[1].target, "/h/models/v1_0/kokoro-v1_0.pth");
  EXPECT_EQ(files[1].min_bytes, 327'212'226U);
  for (const RemoteFile& file : files) {
    EXPECT_EQ(file.sha256.size(), 64U) << file.url_path;
    EXPECT_EQ(file.min_bytes, file.max_bytes) << file.url_path;
  }
  PullOptions legacy;
  legacy.version = ModelVersion::v0_19;
  const auto old = plan_pull(home, legacy).value();
  ASSERT_EQ(old.size(), 13U);
  EXPECT_EQ(old[1].url_path, "hexgrad/kLegacy/resolve/main/v0.19/kokoro-v0_19.pth");
  EXPECT_EQ(old[2].url_path, "hexgrad/kLegacy/resolve/main/v0.19/voices/af.pt");
  EXPECT_EQ(old[2].target, "/h/voices/v0_19/af.pt");
  for (const RemoteFile& file : old) {
    if (file.content == Content::json) continue;
    EXPECT_EQ(file.sha256.size(), 64U) << file.url_path;
    EXPECT_EQ(file.min_bytes, file.max_bytes) << file.url_path;
  }
  EXPECT_LE(old[0].max_bytes, 1U << 16U);
}

TEST(PlanPull, TakesOnlyTheVoicesThatAreNamed) {
  PullOptions options;
  options.voices = {"af_heart", "am_adam", "af_heart"};
  const auto files = plan_pull(Home("/h"), options).value();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].sha256, "0ab5709b8ffab19bfd849cd11d98f75b60af7733253ad0d67b12382a102cb4ff");
  options.voices = {"af_hart"};
  const auto wrong = plan_pull(Home("/h"), options);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::not_found);
  EXPECT_EQ(wrong.error().hint, "did you mean af_heart?");
}

TEST(PlanPull, AListOfHashesStandsForThePublishedOnes) {
  std::string pattern = (std::filesystem::temp_directory_path() / "kokoro_sums_XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const std::filesystem::path folder = pattern;
  PullOptions options;
  options.voices = {"af_sky"};
  options.checksums = folder / "SHA256SUMS";
  const Home home(folder / "home");
  EXPECT_EQ(plan_pull(home, options).error().code, ErrorCode::not_found) << "no such file";
  std::ofstream(options.checksums) << std::string(64, 'a') << "  voices/v1_0/af_sky.pt\nnonsense\n";
  const auto files = plan_pull(home, options);
  ASSERT_TRUE(files) << files.error().message;
  EXPECT_EQ(files->front().sha256, std::string(64, 'a'));
  options.voices.emplace_back("af_bella");
  EXPECT_EQ(plan_pull(home, options).error().message,
            options.checksums.string() + " lists no hash of voices/v1_0/af_bella.pt");
  std::filesystem::remove_all(folder);
}

TEST(PublishedVoices, AreSortedAndUnique) {
  for (const auto version : {ModelVersion::v1_0, ModelVersion::v0_19}) {
    const auto names = published_voices(version);
    EXPECT_TRUE(std::ranges::adjacent_find(names, std::greater_equal<>()) == names.end());
  }
  EXPECT_EQ(published_voices(ModelVersion::v1_0).size(), 54U);
}

TEST(Endpoint, ComesFromTheEnvironment) {
  unsetenv("HF_ENDPOINT");
  EXPECT_EQ(endpoint_of_environment().value(), "https://huggingface.co");
  setenv("HF_ENDPOINT", "http://127.0.0.1:1//", 1);
  EXPECT_EQ(endpoint_of_environment().value(), "http://127.0.0.1:1");
  setenv("HF_ENDPOINT", "ftp://mirror", 1);
  EXPECT_EQ(endpoint_of_environment().error().code, ErrorCode::invalid_input);
  unsetenv("HF_ENDPOINT");
}

}  // namespace
}  // namespace kokoro::store
