#include "server/websocket/socket_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "server/http/web_socket.hpp"
#include "server/websocket/socket_events.hpp"

namespace kokoro::server {
namespace {

using testing::HasSubstr;

const SpeechRules kRules{1000};

TEST(SocketMessage, ReadsEachType) {
  using Type = SocketMessage::Type;
  const auto text = read_socket_message(R"({"type":"text","text":"Hi. \u00e9"})", kRules);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->type, Type::text);
  EXPECT_EQ(text->text, "Hi. \xC3\xA9");
  EXPECT_EQ(read_socket_message(R"({"type":"flush"})", kRules)->type, Type::flush);
  EXPECT_EQ(read_socket_message(R"({"type":"finish"})", kRules)->type, Type::finish);
  EXPECT_EQ(read_socket_message(R"({"type":"cancel"})", kRules)->type, Type::cancel);
}

TEST(SocketMessage, AStartSaysHowTheUtterancesAreSpoken) {
  const auto start = read_socket_message(
      R"({"type":"start","voice":"af_sky","speed":1.5,"response_format":"flac","lang_code":"b"})", kRules);
  ASSERT_TRUE(start);
  EXPECT_EQ(start->type, SocketMessage::Type::start);
  EXPECT_EQ(start->call.speech.voice, "af_sky");
  EXPECT_FLOAT_EQ(start->call.speech.speed, 1.5F);
  EXPECT_EQ(start->call.speech.language, "b");
  EXPECT_EQ(start->call.speech.text, "");
  EXPECT_EQ(start->call.format, audio::Format::flac);
  EXPECT_EQ(start->call.delivery, Delivery::bytes);
}

TEST(SocketMessage, WhatIsWrongNamesTheField) {
  std::ifstream in(std::string(KOKORO_SOURCE_DIR) + "/tests/data/socket_messages.tsv");
  int cases = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream columns(line);
    std::string message;
    std::string status;
    std::string param;
    std::string words;
    std::getline(columns, message, '\t');
    std::getline(columns, status, '\t');
    std::getline(columns, param, '\t');
    std::getline(columns, words, '\t');
    const auto read = read_socket_message(message, kRules);
    ASSERT_FALSE(read) << message;
    EXPECT_EQ(std::to_string(read.error().status), status) << message;
    EXPECT_EQ(read.error().param, param == "-" ? "" : param) << message;
    EXPECT_THAT(read.error().message, HasSubstr(words)) << message;
    ++cases;
  }
  EXPECT_GE(cases, 10);
}

TEST(SocketEvents, NameTheirUtteranceAndItsTimes) {
  EXPECT_EQ(
      audio_start_event(3, audio::Format::opus),
      R"({"type":"audio.start","utterance":3,"response_format":"opus","content_type":"audio/opus","sample_rate":24000})");
  const std::vector<float> audio(12000);
  SpeechChunk chunk;
  chunk.source.text = "Hi \"you\"";
  chunk.index = 2;
  chunk.audio = audio;
  chunk.start_s = 1;
  chunk.words = {{"Hi", 0, 2, 1.0004, 1.2}};
  chunk.marks = {{"here", 1.25}};
  const std::string timing = timing_event(3, chunk);
  EXPECT_THAT(timing, HasSubstr(R"("utterance":3,"index":2,"text":"Hi \"you\"")"));
  EXPECT_THAT(timing, HasSubstr(R"("end_time":1.5E0)"));
  EXPECT_THAT(timing, HasSubstr(R"("words":[{"word":"Hi","start_time":1E0,"end_time":1.2E0}])"));
  EXPECT_THAT(timing, HasSubstr(R"("marks":[{"name":"here","time":1.25E0}])"));
  EXPECT_EQ(utterance_cancelled_event(4), R"({"type":"cancelled","utterance":4})");
  EXPECT_THAT(socket_error_event(make_http_error(400, "invalid_message", "no", "type")),
              testing::Not(HasSubstr("utterance")));
}

TEST(WebSocket, CountsAndDropsAudioThatHasNotLeft) {
  WebSocket socket;
  socket.send_binary("1234");
  socket.send_text("t");
  socket.send_binary("56");
  EXPECT_EQ(socket.unsent_bytes(), 6U);
  EXPECT_TRUE(std::get<WebSocketMessage>(*socket.take()).binary);
  EXPECT_EQ(socket.unsent_bytes(), 2U);
  socket.drop_audio();
  EXPECT_EQ(socket.unsent_bytes(), 0U);
  EXPECT_EQ(std::get<WebSocketMessage>(*socket.take()).bytes, "t");
  EXPECT_FALSE(socket.take());
}

TEST(WebSocket, NothingFollowsACloseOrReachesAClientThatHasGone) {
  WebSocket socket;
  int notified = 0;
  socket.send_text("before");
  socket.set_notify([&] { ++notified; });
  EXPECT_EQ(notified, 1) << "of what came before";
  socket.close(1001, "bye");
  socket.send_text("after");
  EXPECT_EQ(notified, 2);
  EXPECT_EQ(std::get<WebSocketMessage>(*socket.take()).bytes, "before");
  EXPECT_EQ(std::get<WebSocketClose>(*socket.take()).code, 1001);
  EXPECT_FALSE(socket.take());
  socket.client_gone();
  socket.send_binary("x");
  EXPECT_EQ(socket.unsent_bytes(), 0U);
  EXPECT_EQ(notified, 2);
}

}  // namespace
}  // namespace kokoro::server
