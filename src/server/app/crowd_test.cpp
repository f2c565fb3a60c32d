#include <gtest/gtest.h>

#include "server/app/running_server_for_test.hpp"

namespace kokoro::server {
namespace {

using namespace std::chrono_literals;

TEST(Crowd, RefusesWhenTheQueueIsFull) {
  FakeEngine engine;
  engine.hold_all();
  ServerOptions options;
  options.queue_limit = 1;
  options.workers = 1;
  Running server(engine, options);
  // One chunk for the one worker, and beside it one more first chunk.
  RawClient first(server.port());
  first.send(post(kStream));
  RawClient other(server.port());
  other.send(post(kStream));
  server.wait_for("/health", R"("running":2)");
  RawClient second(server.port());
  second.send(post(kStream));
  server.wait_for("/health", R"("waiting":1)");
  RawClient third(server.port());
  third.send(post(kStream));
  const auto answer = third.read_answer();
  EXPECT_EQ(answer.status(), 429);
  EXPECT_NE(answer.head.find("Retry-After: "), std::string::npos);
  EXPECT_NE(answer.body.find(R"("code":"queue_full")"), std::string::npos);
  second.close();
  server.wait_for("/health", R"("waiting":0)");
  engine.release();
}

TEST(Crowd, OneClientHasALimit) {
  FakeEngine engine;
  engine.hold();
  ServerOptions options;
  options.client_limit = 1;
  Running server(engine, options);
  RawClient first(server.port());
  first.send(post(kStream));
  first.read_until("\r\n\r\n");
  RawClient second(server.port());
  second.send(post(kStream));
  const auto answer = second.read_answer();
  EXPECT_EQ(answer.status(), 429);
  EXPECT_NE(answer.body.find(R"("code":"client_limit")"), std::string::npos);
  engine.release();
}

TEST(Crowd, AListenerThatDoesNotReadRests) {
  constexpr std::size_t kChunks = 150;
  constexpr std::size_t kChunkSamples = 10U * kSampleRateHz;
  FakeEngine engine;
  engine.chunks.assign(kChunks, std::vector<float>(kChunkSamples));
  Running server(engine);
  RawClient slow(server.port());
  slow.send(post(kStream, "Connection: close\r\n"));
  slow.read_until("\r\n\r\n");
  RawClient quick(server.port());
  quick.send(post(kStream, "Connection: close\r\n"));
  EXPECT_GT(quick.read_all().size(), kChunks * kChunkSamples * 2) << "it is served to its end";
  const std::string chunks = "kokoro_chunks_total{format=\"pcm\",model_version=\"v1.0\"} ";
  const std::string metrics = server.get("/metrics").body;
  const auto made = std::stoul(metrics.substr(metrics.find(chunks) + chunks.size()));
  EXPECT_LT(made, kChunks + kChunks / 2) << "of the slow one no more than the sockets and half a minute hold";
  EXPECT_GT(slow.read_all().size(), kChunks * kChunkSamples * 2);
}

TEST(Crowd, ShowsItsMetrics) {
  FakeEngine engine;
  Running server(engine);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_answer();
  server.wait_for("/metrics", "kokoro_speeches_total{format=\"pcm\",model_version=\"v1.0\"} 1");
  const auto answer = server.get("/metrics");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_NE(answer.head.find("Content-Type: text/plain; version=0.0.4"), std::string::npos);
}

TEST(Crowd, WaitsForAFreePlacePastItsConnectionLimit) {
  FakeEngine engine;
  engine.hold();
  ServerOptions options;
  options.max_connections = 1;
  Running server(engine, options);
  RawClient first(server.port());
  first.send(post(kStream));
  first.read_until("\r\n\r\n");
  RawClient second(server.port());
  second.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
  first.close();
  EXPECT_EQ(second.read_answer().status(), 200);
  engine.release();
}

TEST(Crowd, ClosesTheLongestIdleConnectionForANewOne) {
  FakeEngine engine;
  ServerOptions options;
  options.max_connections = 2;
  Running server(engine, options);
  RawClient first(server.port());
  RawClient second(server.port());
  for (RawClient* client : {&first, &second}) {
    client->send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client->read_answer().status(), 200);
  }
  RawClient third(server.port());
  third.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(third.read_answer().status(), 200);
  EXPECT_EQ(first.read_all(), "");
  second.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(second.read_answer().status(), 200);
}

TEST(Crowd, GivesUpOnAListenerThatNeverReads) {
  FakeEngine engine;
  engine.chunks.assign(2, std::vector<float>(20'000'000));
  ServerOptions options;
  options.write_timeout = 100ms;
  Running server(engine, options);
  RawClient client(server.port());
  client.send(post(kStream));
  client.read_until("\r\n\r\n");
  server.stop();
  EXPECT_LT(client.read_all().size(), 80'000'000U);
}

TEST(Crowd, ChecksARequestWhileAllWorkersAreBusy) {
  FakeEngine engine;
  engine.hold();
  Running server(engine);
  RawClient busy(server.port());
  busy.send(post(kStream));
  busy.read_until("\r\n\r\n");
  RawClient wrong(server.port());
  wrong.send(post(R"({"input":"Hi.","voice":"nobody"})"));
  const auto answer = wrong.read_answer();
  EXPECT_EQ(answer.status(), 400);
  EXPECT_NE(answer.body.find(R"("param":"voice","code":"invalid_voice")"), std::string::npos) << answer.body;
  EXPECT_EQ(server.get("/v1/audio/voices?legacy=true").body, R"({"voices":["af_heart","am_adam"]})");
  engine.release();
}

}  // namespace
}  // namespace kokoro::server
