#include "store/download.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

#include "base/sha256.hpp"
#include "store/hash_list.hpp"
#include "store/pull.hpp"
#include "store/scripted_server_test.hpp"

namespace kokoro::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kTag = "\"one\"";

std::string sha256(const std::string& text) {
  Sha256 hash;
  hash.update(std::as_bytes(std::span(text)));
  return hash.hex_digest();
}

/// Looks like a zip of about `size` bytes.
std::string zip_like(std::size_t size) {
  std::string text = "PK\x03\x04";
  for (std::size_t i = 0; text.size() < size; ++i) text += static_cast<char>('a' + i % 23);
  return text + "PK\x05\x06" + std::string(18, '\0');
}

class Download : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kokoro_pull_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    file_ = {.url_path = "repo/file.pt",
             .target = root_ / "voices" / "file.pt",
             .content = Content::zip,
             .sha256 = sha256(content_),
             .min_bytes = 100};
    options_.sleep = [this](std::chrono::milliseconds time) { slept_.push_back(time.count()); };
    options_.free_bytes = [](const fs::path&) { return std::uint64_t{1} << 40U; };
    events_.note = [this](const std::string& note) { notes_.push_back(note); };
  }
  void TearDown() override { fs::remove_all(root_); }

  Result<std::string> download(const ScriptedServer& server) {
    options_.endpoint = server.url();
    return download_file(file_, options_, events_, cancel_.token());
  }
  void put(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string get(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  fs::path part() { return root_ / "voices" / "file.pt.part"; }

  fs::path root_;
  std::string content_ = zip_like(300'000);
  RemoteFile file_;
  DownloadOptions options_;
  DownloadEvents events_;
  CancelSource cancel_;
  std::vector<long> slept_;
  std::vector<std::string> notes_;
};

TEST_F(Download, ArrivesUnderItsNameOnlyWhenVerified) {
  const ScriptedServer server([&](const auto& request) {
    EXPECT_FALSE(fs::exists(file_.target));
    return serve_with_ranges(request, content_, kTag);
  });
  std::uint64_t last = 0;
  events_.progress = [&](std::uint64_t have, std::uint64_t total) {
    EXPECT_GT(have, last);
    EXPECT_EQ(total, content_.size());
    last = have;
  };
  EXPECT_EQ(download(server).value(), file_.sha256);
  EXPECT_EQ(last, content_.size());
  EXPECT_EQ(get(file_.target), content_);
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_FALSE(fs::exists(part().string() + ".etag"));
  EXPECT_EQ(server.requests()[0].path, "/repo/file.pt");
}

TEST_F(Download, ResumesWhereItStopped) {
  put(part(), content_.substr(0, 100'000));
  put(part().string() + ".etag", std::string(kTag) + "\n");
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
  EXPECT_EQ(server.requests()[0].headers.at("range"), "bytes=100000-");
  EXPECT_EQ(server.requests()[0].headers.at("if-range"), kTag);
}

TEST_F(Download, StartsAgainWhenTheServerIgnoresRanges) {
  put(part(), "stale bytes");
  const ScriptedServer server([&](const auto&) { return http_response(200, content_); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
}

TEST_F(Download, StartsAgainWhenTheFileChangedOnTheServer) {
  put(part(), std::string(100'000, 'x'));
  put(part().string() + ".etag", "\"old\"\n");
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
}

TEST_F(Download, StartsAgainOnceWhenTheResumedWholeIsWrong) {
  put(part(), std::string(100'000, 'x'));
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Download, CompletePartNeedsNoServer) {
  put(part(), content_);
  const ScriptedServer server([&](const auto&) { return http_response(500, ""); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Download, TooLongPartIsThrownAway) {
  put(part(), content_ + "tail");
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
}

TEST_F(Download, RetriesServerErrorsWithGrowingPauses) {
  std::atomic<int> count{0};
  const ScriptedServer server([&](const auto& request) {
    return ++count <= 3 ? http_response(500, "oops") : serve_with_ranges(request, content_, kTag);
  });
  ASSERT_TRUE(download(server));
  EXPECT_THAT(slept_, testing::ElementsAre(1000, 2000, 4000));
  EXPECT_THAT(notes_[0], HasSubstr("HTTP 500"));
}

TEST_F(Download, GivesUpAfterTheAttemptsItHas) {
  options_.attempts = 3;
  const ScriptedServer server([&](const auto&) { return http_response(503, ""); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::network);
  EXPECT_THAT(result.error().message, HasSubstr("HTTP 503"));
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_FALSE(fs::exists(part()));
}

TEST_F(Download, TruncatedAnswerIsResumed) {
  std::atomic<int> count{0};
  const ScriptedServer server([&](const auto& request) {
    if (++count == 1) {
      return http_response(200, content_.substr(0, 1000), std::string("ETag: ") + kTag + "\r\n",
                           static_cast<long>(content_.size()));
    }
    return serve_with_ranges(request, content_, kTag);
  });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(get(file_.target), content_);
  EXPECT_EQ(server.requests()[1].headers.at("range"), "bytes=1000-");
}

TEST_F(Download, WrongHashNamesBothAndDeletes) {
  const std::string other = zip_like(200'000);
  const ScriptedServer server([&](const auto&) { return http_response(200, other); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::corrupt);
  EXPECT_THAT(result.error().message, HasSubstr(sha256(other)));
  EXPECT_THAT(result.error().message, HasSubstr(file_.sha256));
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_FALSE(fs::exists(file_.target));
}

TEST_F(Download, ErrorPageWithStatus200IsRefusedWithoutAHash) {
  file_.sha256.clear();
  const std::string page = "<!DOCTYPE html>" + std::string(1000, ' ');
  const ScriptedServer server([&](const auto&) { return http_response(200, page); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::corrupt);
  EXPECT_THAT(result.error().message, HasSubstr("not a PyTorch file"));
  EXPECT_FALSE(fs::exists(part()));
}

TEST_F(Download, CutZipIsRefusedWithoutAHash) {
  file_.sha256.clear();
  const ScriptedServer server([&](const auto&) { return http_response(200, content_.substr(0, 250'000)); });
  EXPECT_EQ(download(server).error().code, ErrorCode::corrupt);
}

TEST_F(Download, MissingFileIsNotRetried) {
  const ScriptedServer server([&](const auto&) { return http_response(404, "Entry not found"); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
  EXPECT_THAT(result.error().message, HasSubstr("/repo/file.pt (HTTP 404)"));
  EXPECT_TRUE(slept_.empty());
}

TEST_F(Download, RefusalIsNotRetried) {
  const ScriptedServer server([&](const auto&) { return http_response(403, ""); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::network);
  EXPECT_THAT(result.error().message, HasSubstr("HTTP 403"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Download, WaitsAsLongAsTheServerAsks) {
  std::atomic<int> count{0};
  const ScriptedServer server([&](const auto& request) {
    return ++count == 1 ? http_response(429, "", "Retry-After: 17\r\n") : serve_with_ranges(request, content_, kTag);
  });
  ASSERT_TRUE(download(server));
  EXPECT_THAT(slept_, testing::ElementsAre(17000));
}

TEST_F(Download, DoesNotWaitForHours) {
  const ScriptedServer server([&](const auto&) { return http_response(429, "", "Retry-After: 7200\r\n"); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("7200 s"));
  EXPECT_TRUE(slept_.empty());
}

TEST_F(Download, FollowsRedirectsWithItsRange) {
  put(part(), content_.substr(0, 50));
  const ScriptedServer server([&](const auto& request) {
    if (request.path == "/repo/file.pt") return http_response(302, "", "Location: /elsewhere\r\n");
    return serve_with_ranges(request, content_, kTag);
  });
  ASSERT_TRUE(download(server));
  EXPECT_EQ(server.requests()[1].headers.at("range"), "bytes=50-");
  EXPECT_EQ(get(file_.target), content_);
}

TEST_F(Download, SaysThatNobodyAnswers) {
  {
    const ScriptedServer server([](const auto&) { return std::string(); });
    options_.endpoint = server.url();
  }
  options_.attempts = 2;
  const auto result = download_file(file_, options_, events_, cancel_.token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::network);
  EXPECT_THAT(result.error().hint, HasSubstr("online"));
  EXPECT_EQ(slept_.size(), 1U);
}

TEST_F(Download, AsksForSpaceBeforeItFillsTheDisk) {
  options_.free_bytes = [](const fs::path&) { return std::uint64_t{1000}; };
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::io);
  EXPECT_THAT(result.error().message, HasSubstr("free in"));
}

TEST_F(Download, StopsWhenCancelledAndKeepsThePart) {
  events_.progress = [this](std::uint64_t, std::uint64_t) { cancel_.cancel(); };
  // Half of the file, then the connection ends: the cancel comes before a retry.
  const ScriptedServer server([&](const auto&) {
    return http_response(200, content_.substr(0, 150'000), "", static_cast<long>(content_.size()));
  });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
  EXPECT_GT(fs::file_size(part()), 0U);
  EXPECT_FALSE(fs::exists(file_.target));
}

TEST_F(Download, FolderThatCannotBeMadeIsAnError) {
  put(root_ / "voices", "a file, not a folder");
  const ScriptedServer server([&](const auto&) { return http_response(200, content_); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::io);
  EXPECT_TRUE(server.requests().empty());
}

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
  PullOptions legacy;
  legacy.version = ModelVersion::v0_19;
  const auto old = plan_pull(home, legacy).value();
  ASSERT_EQ(old.size(), 13U);
  EXPECT_EQ(old[1].url_path, "hexgrad/kLegacy/resolve/main/v0.19/kokoro-v0_19.pth");
  EXPECT_EQ(old[2].url_path, "hexgrad/kLegacy/resolve/main/v0.19/voices/af.pt");
  EXPECT_EQ(old[2].target, "/h/voices/v0_19/af.pt");
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
