#include "server/speech/speech_event.hpp"

#include <gtest/gtest.h>

#include "server/json/base64.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

using namespace std::string_literals;

TEST(Base64, IsThatOfTheStandardsExamples) {
  // RFC 4648 section 10.
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foo"), "Zm9v");
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xFF\xFB\xFE\0"s), "//v+AA==");
}

TEST(SpeechEvent, HasTheMembersOfOpenAi) {
  EXPECT_EQ(audio_delta_event("foo"), "data: {\"type\":\"speech.audio.delta\",\"audio\":\"Zm9v\"}\n\n");
  SpeechSummary summary;
  summary.input_tokens = 12;
  summary.output_frames = 340;
  EXPECT_EQ(audio_done_event(summary),
            "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":12,\"output_tokens\":340,"
            "\"total_tokens\":352}}\n\n");
}

TEST(SpeechEvent, AnErrorIsOneLineWhateverItsMessage) {
  const std::string event = error_event(make_http_error(500, "internal", "two\nlines \"quoted\""));
  ASSERT_TRUE(event.starts_with("data: "));
  ASSERT_TRUE(event.ends_with("}\n\n"));
  const std::string line = event.substr(6, event.size() - 8);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto parsed = parse_json(line);
  ASSERT_TRUE(parsed.has_value());
  const auto& body = parsed->as_object();
  EXPECT_EQ(body.at("type"), "error");
  EXPECT_EQ(body.at("error").at("message"), "two\nlines \"quoted\"");
  EXPECT_EQ(body.at("error").at("type"), "server_error");
}

}  // namespace
}  // namespace kokoro::server
