#include "server/net/http_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <thread>

#include "audio/wav_encoder.hpp"
#include "base/log.hpp"
#include "server/app/running_server_for_test.hpp"

namespace kokoro::server {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;

TEST(HttpServer, SendsWholeSpeechWithTrueSizes) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kWhole, "X-Request-Id: mine\r\n"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.body, audio::wav_header(4) + kSamples);
  EXPECT_NE(answer.head.find("Content-Type: audio/wav\r\n"), std::string::npos);
  EXPECT_NE(answer.head.find("X-Request-Id: mine\r\n"), std::string::npos);
}

TEST(HttpServer, StreamsEachChunkWhenItIsReady) {
  FakeEngine engine;
  engine.hold();
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream));
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("X-Accel-Buffering: no\r\n"), std::string::npos) << head;
  EXPECT_EQ(client.read_exactly(9), "4\r\n" + kSamples.substr(0, 4) + "\r\n");
  engine.release();
  EXPECT_EQ(client.read_exactly(14), "4\r\n" + kSamples.substr(4) + "\r\n0\r\n\r\n");
  client.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, R"({"status":"live"})") << "the connection stays open";
}

TEST(HttpServer, SendsEventsWithTheAudioAndAnEnd) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kEvents, {}, "1.0"));
  const std::string all = client.read_all();
  EXPECT_NE(all.find("Content-Type: text/event-stream\r\n"), std::string::npos) << all;
  EXPECT_TRUE(all.ends_with("\r\n\r\n" + kDeltas +
                            "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":0,"
                            "\"output_tokens\":0,\"total_tokens\":0}}\n\n"))
      << all;
}

TEST(HttpServer, TellsOfAFailureInAnEventAndBreaksOff) {
  FakeEngine engine;
  engine.failure = Error{ErrorCode::internal, "boom", {}, {}};
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kEvents));
  client.read_until("\r\n\r\n");
  const std::string body = client.read_all();
  EXPECT_NE(body.find("data: {\"error\":{\"message\":"), std::string::npos) << body;
  EXPECT_NE(body.find("\"type\":\"error\"}\n\n\r\n"), std::string::npos) << body;
  EXPECT_EQ(body.find("boom"), std::string::npos);
  EXPECT_EQ(body.find("speech.audio.done"), std::string::npos);
  EXPECT_FALSE(body.ends_with("0\r\n\r\n"));
}

TEST(HttpServer, AWrongRequestForEventsIsAnswered) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(R"({"input":"Hi.","voice":"nobody","stream_format":"sse"})"));
  EXPECT_EQ(client.read_answer().status(), 400);
}

TEST(HttpServer, SendsLongPiecesTwoHundredMillisecondsAtATime) {
  FakeEngine engine;
  engine.chunks = {std::vector<float>(10'000)};
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_until("\r\n\r\n");
  for (const std::size_t bytes : {9600U, 9600U, 800U}) {
    EXPECT_EQ(client.read_until("\r\n"), fmt::format("{:x}\r\n", bytes));
    client.read_exactly(bytes + 2);
  }
  EXPECT_EQ(client.read_until("\r\n\r\n"), "0\r\n\r\n");
}

TEST(HttpServer, AppliesTheVolumeAndSaturates) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(R"({"input":"Hi.","response_format":"pcm","stream":false,"volume_multiplier":4})"));
  EXPECT_EQ(client.read_answer().body, "\x00\x00\xFF\x7F\xFF\x7F\x00\x80"s);
}

TEST(HttpServer, BreaksAStreamOffWhenTheEngineFails) {
  FakeEngine engine;
  engine.failure = Error{ErrorCode::internal, "boom", {}, {}};
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_until("\r\n\r\n");
  EXPECT_EQ(client.read_all(), "4\r\n" + kSamples.substr(0, 4) + "\r\n4\r\n" + kSamples.substr(4) + "\r\n");
  RawClient whole(server.port());
  whole.send(post(kWhole));
  const auto answer = whole.read_answer();
  EXPECT_EQ(answer.status(), 500);
  EXPECT_EQ(answer.body.find("boom"), std::string::npos);
}

TEST(HttpServer, AnswersOldClientsWithoutChunks) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream, {}, "1.0"));
  const std::string all = client.read_all();
  EXPECT_EQ(all.find("Transfer-Encoding"), std::string::npos);
  EXPECT_NE(all.find("Connection: close\r\n\r\n" + kSamples), std::string::npos);
}

TEST(HttpServer, StopsTheWorkOfAClientThatGoes) {
  FakeEngine engine;
  engine.hold();
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_until("\r\n\r\n");
  client.close();
  // Inside of a turn the session sees its token; between two the job leaves without being asked again.
  server.wait_for("/health", R"("cancelled":1)");
  server.wait_for("/health", R"("running":0)");
  EXPECT_LE(engine.cancelled, 1);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kWhole) + "GET /v1/models/tts-1 HTTP/1.1\r\nHost: x\r\n\r\n" +
              post(kWhole, "Connection: close\r\n"));
  EXPECT_EQ(client.read_answer().body.size(), 52U);
  EXPECT_TRUE(client.read_answer().body.starts_with(R"({"id":"tts-1")"));
  const auto last = client.read_answer();
  EXPECT_EQ(last.body.size(), 52U);
  EXPECT_NE(last.head.find("Connection: close"), std::string::npos);
  EXPECT_EQ(client.read_all(), "");
}

TEST(HttpServer, HeadAndOptionsHaveNoBody) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send("HEAD /v1/models HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS /v1/audio/speech HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: "), std::string::npos);
  const std::string options = client.read_until("\r\n\r\n");
  EXPECT_TRUE(options.starts_with("HTTP/1.1 204 No Content\r\n")) << options;
  EXPECT_NE(options.find("Allow: OPTIONS, POST\r\n"), std::string::npos) << options;
}

TEST(HttpServer, AsksForABodyThatIsAnnounced) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  const std::string message = post(kWhole, "Expect: 100-continue\r\n");
  client.send(std::string_view(message).substr(0, message.size() - kWhole.size()));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(kWhole);
  EXPECT_EQ(client.read_answer().status(), 200);
}

struct Refused {
  std::string request;
  int status;
  std::string code;
};

TEST(HttpServer, RefusesWhatIsNotAProperRequest) {
  FakeEngine engine;
  ServerOptions options;
  options.header_timeout = 200ms;
  options.body_timeout = 200ms;
  options.max_body_bytes = 1000;
  options.max_header_bytes = 1000;
  Running server(engine, options);
  const std::vector<Refused> cases{
      {"GET / HTTP/1.1\r\nHo", 408, "request_timeout"},
      {"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123", 408, "request_timeout"},
      {post(std::string(2000, 'x')), 413, "too_large"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x'), 413,
       "too_large"},
      {"GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", 431, "header_too_large"},
      {"nonsense\r\n\r\n", 400, "malformed_request"},
      {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed_request"},
      {"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "malformed_request"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400, "malformed_request"}};
  for (const auto& wrong : cases) {
    RawClient client(server.port());
    client.send(wrong.request);
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status(), wrong.status) << wrong.request;
    EXPECT_NE(answer.body.find("\"code\":\"" + wrong.code + "\""), std::string::npos) << answer.body;
    EXPECT_NE(answer.head.find("X-Request-Id: req-"), std::string::npos) << answer.head;
    EXPECT_NE(answer.head.find("Connection: close"), std::string::npos) << answer.head;
    client.close();
  }
}

TEST(HttpServer, ClosesIdleConnectionsInSilence) {
  FakeEngine engine;
  ServerOptions options;
  options.idle_timeout = 50ms;
  Running server(engine, options);
  RawClient client(server.port());
  EXPECT_EQ(client.read_all(), "");
}

TEST(HttpServer, FinishesStreamsBeforeItEnds) {
  FakeEngine engine;
  engine.hold();
  Running server(engine);
  RawClient idle(server.port());
  idle.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(idle.read_answer().status(), 200);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_until("\r\n\r\n");
  client.send("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
  server.shut_down();
  EXPECT_EQ(idle.read_all(), "");
  engine.release();
  EXPECT_EQ(client.read_all(), "4\r\n" + kSamples.substr(0, 4) + "\r\n4\r\n" + kSamples.substr(4) + "\r\n0\r\n\r\n");
  EXPECT_TRUE(server.stop().has_value());
  EXPECT_FALSE(RawClient(server.port()).connected());
}

TEST(HttpServer, NamesAnAddressThatIsInUse) {
  FakeEngine engine;
  Running server(engine);
  ServerOptions options;
  options.port = server.port();
  MemoryBudget memory(1);
  HttpServer second(options, {}, memory);
  const auto url = second.listen();
  ASSERT_FALSE(url.has_value());
  EXPECT_EQ(url.error().code, ErrorCode::unavailable);
  EXPECT_NE(url.error().message.find("127.0.0.1 port " + std::to_string(options.port)), std::string::npos);
  options.host = "192.0.2.1";
  EXPECT_EQ(HttpServer(options, {}, memory).listen().error().code, ErrorCode::invalid_input);
}

TEST(HttpServer, ReadinessFollowsTheModel) {
  FakeEngine engine;
  engine.load_failure = Error{ErrorCode::corrupt, "damaged", {}, {}};
  Running server(engine);
  EXPECT_EQ(server.get("/health/live").status(), 200);
  EXPECT_EQ(server.get("/health").status(), 200);
  EXPECT_EQ(server.get("/health/ready").status(), 503);
  RawClient client(server.port());
  client.send(post(kWhole));
  EXPECT_EQ(client.read_answer().status(), 200);
  server.wait_for("/health", R"("completed":1)");
  EXPECT_EQ(server.get("/health/ready").status(), 200);
}

TEST(HttpServer, LogsRequestsWithoutTheirText) {
  FakeEngine engine;
  log::set_level(log::Level::info);
  testing::internal::CaptureStderr();
  {
    Running server(engine);
    RawClient client(server.port());
    client.send(post(R"({"input":"a secret","response_format":"wav","stream":false})", "X-Request-Id: mine\r\n"));
    EXPECT_EQ(client.read_answer().status(), 200);
    client.send("GET /nothing?text=secret HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
    EXPECT_EQ(client.read_answer().status(), 404);
    EXPECT_EQ(client.read_answer().status(), 400);
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  log::set_level(log::Level::off);
  EXPECT_NE(lines.find("mine 127.0.0.1 POST /v1/audio/speech 200 52 bytes "), std::string::npos) << lines;
  EXPECT_NE(lines.find(" 127.0.0.1 GET /nothing 404 "), std::string::npos) << lines;
  EXPECT_NE(lines.find(" 127.0.0.1 - - 400 "), std::string::npos) << lines;
  EXPECT_EQ(lines.find("secret"), std::string::npos) << lines;
}

TEST(HttpServer, WantsJson) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send("POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nHi");
  EXPECT_EQ(client.read_answer().status(), 415);
  client.send("GET /v1/audio/speech HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_answer().status(), 405);
  client.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_answer().status(), 404);
}

}  // namespace
}  // namespace kokoro::server
