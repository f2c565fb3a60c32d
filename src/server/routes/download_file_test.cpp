#include "server/routes/download_file.hpp"

#include <gtest/gtest.h>

namespace kokoro::server {
namespace {

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.head.headers) {
    if (key == name) return value;
  }
  return {};
}

class DownloadFile : public testing::Test {
 protected:
  Response get(std::vector<std::pair<std::string, std::string>> headers, std::string_view save_as = {}) const {
    Headers sent;
    for (auto& [name, value] : headers) sent.add(name, value);
    return download_response(store_, name_, sent, save_as);
  }

  DownloadStore store_{{}};
  std::string name_ = [this] {
    auto draft = store_.create(DownloadStore::make_name(".wav"), "audio/wav").value();
    EXPECT_TRUE(draft->append("0123456789").has_value());
    draft->commit();
    return draft->name();
  }();
};

TEST_F(DownloadFile, WholeAndInParts) {
  const auto whole = get({});
  EXPECT_EQ(whole.head.status, 200);
  EXPECT_EQ(whole.bytes(), "0123456789");
  EXPECT_EQ(whole.head.content_type, "audio/wav");
  EXPECT_EQ(header_of(whole, "Accept-Ranges"), "bytes");
  const auto part = get({{"Range", "bytes=2-4"}});
  EXPECT_EQ(part.head.status, 206);
  EXPECT_EQ(part.bytes(), "234");
  EXPECT_EQ(header_of(part, "Content-Range"), "bytes 2-4/10");
  const auto outside = get({{"Range", "bytes=10-"}});
  EXPECT_EQ(outside.head.status, 416);
  EXPECT_EQ(header_of(outside, "Content-Range"), "bytes */10");
  EXPECT_EQ(get({{"Range", "bytes=0-1,4-5"}}).bytes(), "0123456789");
}

TEST_F(DownloadFile, ObeysConditions) {
  const std::string tag = header_of(get({}), "ETag");
  ASSERT_EQ(tag.size(), 34U);
  EXPECT_EQ(get({{"Range", "bytes=0-0"}, {"If-Range", tag}}).head.status, 206);
  EXPECT_EQ(get({{"Range", "bytes=0-0"}, {"If-Range", "\"other\""}}).head.status, 200);
  EXPECT_EQ(get({{"Range", "bytes=0-0"}, {"If-Range", "Wed, 21 Oct 2015 07:28:00 GMT"}}).head.status, 200);
  EXPECT_EQ(get({{"If-None-Match", "\"x\", " + tag}}).head.status, 304);
  EXPECT_EQ(get({{"If-None-Match", "\"x\""}}).head.status, 200);
}

TEST_F(DownloadFile, SavesUnderHarmlessNames) {
  const auto saved = [this](std::string_view name) { return header_of(get({}, name), "Content-Disposition"); };
  EXPECT_EQ(saved(""), "attachment; filename=\"" + name_ + "\"");
  EXPECT_EQ(saved("my speech"), "attachment; filename=\"my_speech.wav\"");
  EXPECT_EQ(saved("../../evil.sh"), "attachment; filename=\"evil.sh.wav\"");
  EXPECT_EQ(saved("a\"\r\nX-Evil: 1"), "attachment; filename=\"a_X-Evil_1.wav\"");
  EXPECT_EQ(saved("talk.wav"), "attachment; filename=\"talk.wav\"");
  EXPECT_EQ(saved("___"), "attachment; filename=\"" + name_ + "\"");
}

TEST_F(DownloadFile, UnknownNamesAreNotFound) {
  EXPECT_EQ(download_response(store_, "nope.wav", {}, {}).head.status, 404);
  EXPECT_EQ(download_response(store_, "../" + name_, {}, {}).head.status, 404);
}

}  // namespace
}  // namespace kokoro::server
