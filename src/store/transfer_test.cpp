#include "store/transfer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "store/download_for_test.hpp"

namespace kokoro::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

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

}  // namespace
}  // namespace kokoro::store
