#include "store/download.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/download_for_test.hpp"

namespace kokoro::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

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

TEST_F(Download, AFileThatIsAnnouncedTooLongIsRefusedAndItsPartRemoved) {
  file_.max_bytes = content_.size();
  content_ += "tail";
  const ScriptedServer server([&](const auto& request) { return serve_with_ranges(request, content_, kTag); });
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::corrupt);
  EXPECT_THAT(result.error().message, HasSubstr("instead of at most"));
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_TRUE(slept_.empty()) << "another attempt gives the same";
}

TEST_F(Download, AFileThatDoesNotEndIsRefusedWhereItShouldHaveEnded) {
  file_.max_bytes = content_.size();
  const ScriptedServer server([&](const auto&) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content_ + std::string(4'000'000, 'x');
  });
  std::uint64_t most = 0;
  events_.progress = [&](std::uint64_t have, std::uint64_t) { most = std::max(most, have); };
  const auto result = download(server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::corrupt);
  EXPECT_LE(most, file_.max_bytes);
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_FALSE(fs::exists(part().string() + ".etag"));
  EXPECT_FALSE(fs::exists(file_.target));
}

}  // namespace
}  // namespace kokoro::store
