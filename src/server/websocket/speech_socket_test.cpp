#include "server/websocket/speech_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <string>
#include <vector>

#include "server/json/json.hpp"
#include "server/speech/fake_engine_for_test.hpp"

namespace kokoro::server {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kLong = 30s;

class IgnoringObserver final : public Scheduler::Observer {
 public:
  void waited(double) override {}
  void stalled(const Job&, double) override {}
};

/// A client of a socket over an engine that a test controls.
class SpeechSocketTest : public testing::Test {
 protected:
  SpeechSocketTest() {
    engine.chunks = {{0.5F, -0.5F}};
    socket->set_notify([this] {
      const std::lock_guard lock(mutex);
      ++notified;
      changed.notify_all();
    });
    session->on_open(socket);
    session->on_message({false, R"({"type":"start","response_format":"pcm"})"});
  }
  ~SpeechSocketTest() override {
    engine.release();
    session->on_gone();
    socket->client_gone();
    checks.stop();
    scheduler.stop();
  }

  void say(const std::string& json) { session->on_message({false, json}); }
  void text(const std::string& text) { say(R"({"type":"text","text":")" + text + "\"}"); }

  /// The next event, in words: a message's type, "audio" and its bytes, "close" and its code.
  std::string next() {
    const auto deadline = std::chrono::steady_clock::now() + kLong;
    std::optional<WebSocket::Event> event;
    while (true) {
      std::unique_lock lock(mutex);
      const int seen = notified;
      lock.unlock();  // the socket notifies under its own lock
      event = socket->take();
      if (event) break;
      lock.lock();
      if (!changed.wait_until(lock, deadline, [&] { return notified != seen; })) {
        ADD_FAILURE() << "no event";
        return "nothing";
      }
    }
    if (const auto* close = std::get_if<WebSocketClose>(&*event)) return "close " + std::to_string(close->code);
    auto& message = std::get<WebSocketMessage>(*event);
    last = message.bytes;
    if (message.binary) return "audio " + std::to_string(message.bytes.size());
    const auto parsed = parse_json(message.bytes);
    EXPECT_TRUE(parsed);
    const auto& type = parsed->as_object().at("type").as_string();
    return {type.data(), type.size()};
  }
  std::vector<std::string> next(int count) {
    std::vector<std::string> events;
    for (int i = 0; i < count; ++i) events.push_back(next());
    return events;
  }

  FakeEngine engine;
  Status status;
  Metrics metrics;
  IgnoringObserver observer;
  TaskQueue checks{1, 64};
  Scheduler scheduler{{.cores = 2, .waiting = 64, .per_client = 64, .wait = kLong}, observer};
  std::shared_ptr<WebSocket> socket = std::make_shared<WebSocket>();
  std::shared_ptr<SpeechSocket> session = std::make_shared<SpeechSocket>(
      SocketParts{engine, {status, metrics}, checks, scheduler, SpeechRules{1000}}, "id-1", "client", SpeechCall{});
  std::mutex mutex;
  std::condition_variable changed;
  int notified = 0;
  std::string last;
};

TEST_F(SpeechSocketTest, AnUtteranceHasAStartTimesAudioAndAnEnd) {
  text("Hello.");
  EXPECT_THAT(next(3), ElementsAre("audio.start", "audio.timing", "audio 4"));
  text("More.");
  EXPECT_THAT(next(2), ElementsAre("audio.timing", "audio 4"));
  say(R"({"type":"finish"})");
  EXPECT_EQ(next(), "audio.done");
  EXPECT_THAT(last, HasSubstr(R"("utterance":1)"));
  text("Again.");
  EXPECT_EQ(next(), "audio.start");
  EXPECT_THAT(last, HasSubstr(R"("utterance":2)"));
}

TEST_F(SpeechSocketTest, UtterancesAreSpokenOneAfterTheOther) {
  engine.hold_all();
  for (int i = 0; i < 3; ++i) {
    text("Hello.");
    say(R"({"type":"finish"})");
  }
  engine.release();
  for (const char* number : {"1", "2", "3"}) {
    EXPECT_THAT(next(4), ElementsAre("audio.start", "audio.timing", "audio 4", "audio.done"));
    EXPECT_THAT(last, HasSubstr(std::string(R"("utterance":)") + number));
  }
}

TEST_F(SpeechSocketTest, CancelIsSilenceAndTheNextUtteranceSpeaks) {
  engine.hold_all();
  text("Hello.");
  say(R"({"type":"finish"})");
  text("Waits.");
  say(R"({"type":"cancel"})");
  EXPECT_THAT(next(2), ElementsAre("cancelled", "cancelled"));
  engine.release();
  text("Next.");
  EXPECT_EQ(next(), "audio.start");
  EXPECT_THAT(last, HasSubstr(R"("utterance":3)"));
}

TEST_F(SpeechSocketTest, AWrongMessageIsToldAndTheSocketGoesOn) {
  say(R"({"type":"dance"})");
  EXPECT_EQ(next(), "error");
  EXPECT_THAT(last, HasSubstr("not one of start, text, flush, finish, cancel"));
  text("Hello.");
  EXPECT_EQ(next(), "audio.start");
}

TEST_F(SpeechSocketTest, AClientThatIsWrongAHundredTimesIsTakenForBroken) {
  for (int i = 0; i < 100; ++i) say("{}");
  for (int i = 0; i < 100; ++i) ASSERT_EQ(next(), "error");
  EXPECT_EQ(next(), "close 1008");
}

TEST_F(SpeechSocketTest, BinaryMessagesEndTheConversation) {
  session->on_message({true, "RIFF"});
  EXPECT_EQ(next(), "close 1003");
}

TEST_F(SpeechSocketTest, AStartInsideAnUtteranceIsRefusedAndChangesNothing) {
  text("Hello.");
  say(R"({"type":"start","response_format":"wav"})");
  std::vector<std::string> events = next(4);
  EXPECT_THAT(events, testing::UnorderedElementsAre("audio.start", "audio.timing", "audio 4", "error"));
}

TEST_F(SpeechSocketTest, AtMostSixteenUtterancesWait) {
  engine.hold_all();
  for (int i = 0; i < 16; ++i) {
    text("Hello.");
    say(R"({"type":"finish"})");
  }
  text("One too many.");
  EXPECT_EQ(next(), "error");
  EXPECT_THAT(last, HasSubstr("16 utterances wait already"));
  text("Its rest is not taken for a new one.");
  say(R"({"type":"cancel"})");
  EXPECT_EQ(next(), "cancelled");
}

TEST_F(SpeechSocketTest, AVoiceThatDoesNotExistEndsItsUtteranceAlone) {
  say(R"({"type":"start","voice":"nobody","response_format":"pcm"})");
  text("Hello.");
  EXPECT_EQ(next(), "error");
  EXPECT_THAT(last, HasSubstr("nobody"));
  EXPECT_THAT(last, HasSubstr(R"("utterance":1)"));
  say(R"({"type":"finish"})");
  say(R"({"type":"start","response_format":"pcm"})");
  text("Hello.");
  EXPECT_EQ(next(), "audio.start");
}

TEST_F(SpeechSocketTest, AServerThatShutsDownFinishesWhatItHas) {
  text("Hello.");
  EXPECT_THAT(next(3), ElementsAre("audio.start", "audio.timing", "audio 4"));
  session->on_drain();
  EXPECT_THAT(next(2), ElementsAre("audio.done", "close 1001"));
}

TEST_F(SpeechSocketTest, AnIdleSocketIsClosedAtOnceWhenTheServerShutsDown) {
  session->on_drain();
  EXPECT_EQ(next(), "close 1001");
}

TEST_F(SpeechSocketTest, AClientThatGoesStopsItsSpeech) {
  engine.hold_all();
  text("Hello.");
  session->on_gone();
  engine.release();
  scheduler.stop();
  EXPECT_EQ(status.completed, 0U);
}

}  // namespace
}  // namespace kokoro::server
