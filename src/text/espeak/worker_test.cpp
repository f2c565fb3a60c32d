#include "text/espeak/worker.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "text/espeak/worker_channel.hpp"

namespace kokoro::text {
namespace {

constexpr const char* kMarker = "KOKORO_TEST_IS_ESPEAK_WORKER";

/// The test program is its own worker: started with the marker it answers requests and never gets to main().
[[maybe_unused]] const bool kIsWorker = [] {
  if (::getenv(kMarker) != nullptr) ::_exit(run_espeak_worker());
  return false;
}();

std::unique_ptr<EspeakWorker> worker() {
  ::setenv(kMarker, "1", 1);
  return EspeakWorker::start({"/proc/self/exe", {}}).value();
}

constexpr std::string_view kEnglish = "gmw/en-US";

TEST(EspeakWorker, SaysWhatTheLibrarySays) {
  const auto other = worker();
  EspeakLibrary& own = *EspeakLibrary::instance().value();
  ASSERT_EQ(other->voices().size(), own.voices().size());
  for (std::size_t i = 0; i < own.voices().size(); ++i) {
    EXPECT_EQ(other->voices()[i].identifier, own.voices()[i].identifier);
    EXPECT_EQ(other->voices()[i].tag, own.voices()[i].tag);
    EXPECT_EQ(other->voices()[i].name, own.voices()[i].name);
  }
  for (const std::string text : {"", "hello", "The quick brown fox. It jumps, and then it runs away"}) {
    EXPECT_EQ(other->phonemes(kEnglish, text).value(), own.phonemes(kEnglish, text).value());
  }
  const auto unknown = other->phonemes("no/such-voice", "hello");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::unavailable);
  EXPECT_EQ(unknown.error().message, own.phonemes("no/such-voice", "hello").error().message);
  EXPECT_EQ(other->starts(), 1U);
}

TEST(EspeakWorker, ThatIsKilledBetweenCallsIsReplaced) {
  const auto library = worker();
  const std::string expected = library->phonemes(kEnglish, "hello").value();
  ::kill(library->process(), SIGKILL);
  EXPECT_EQ(library->phonemes(kEnglish, "hello").value(), expected);
  EXPECT_EQ(library->starts(), 2U);
}

TEST(EspeakWorker, ThatIsKilledInTheMiddleOfACallIsReplaced) {
  const auto library = worker();
  const std::string expected = library->phonemes(kEnglish, "hello").value();
  // It has the request, and cannot answer it.
  ::kill(library->process(), SIGSTOP);
  std::thread killer([process = library->process()] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::kill(process, SIGKILL);
  });
  EXPECT_EQ(library->phonemes(kEnglish, "hello").value(), expected);
  killer.join();
  EXPECT_EQ(library->starts(), 2U);
}

TEST(EspeakWorker, LosesNoCallWhileItIsKilledAgainAndAgain) {
  const auto library = worker();
  const std::string expected = library->phonemes(kEnglish, "the quick brown fox").value();
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  std::atomic<int> ended = 0;
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const auto said = library->phonemes(kEnglish, "the quick brown fox");
        right += said && *said == expected;
        ++ended;
      }
    });
  }
  for (int i = 1; i <= 10; ++i) {
    while (ended < 25 * i) std::this_thread::yield();
    ::kill(library->process(), SIGKILL);
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, 300);
}

/// Valid UTF-8 that kills espeak-ng 1.51, which the sanitiser keeps from it otherwise.
TEST(EspeakWorker, LosesAWordThatKillsItAndNoMore) {
  const auto library = worker();
  const std::string hello = library->phonemes(kEnglish, "hello").value();
  for (const std::string deadly : {"[-ं", "(-नमस्ते", "\"-नमस्ते", "---लच्छेद"}) {
    const std::size_t before = library->starts();
    EXPECT_EQ(library->phonemes(kEnglish, deadly).value(), "") << deadly;
    EXPECT_GT(library->starts(), before) << deadly;
    EXPECT_EQ(library->phonemes(kEnglish, deadly + " hello").value(), hello) << deadly;
    EXPECT_EQ(library->phonemes(kEnglish, "hello").value(), hello);
  }
  // What is known to be deadly is not tried again.
  const std::size_t learned = library->starts();
  EXPECT_EQ(library->phonemes(kEnglish, "[-ं").value(), "");
  EXPECT_EQ(library->phonemes(kEnglish, "[-ं hello").value(), hello);
  EXPECT_EQ(library->starts(), learned);
}

TEST(EspeakWorker, ThatDoesNotStartSaysSo) {
  EXPECT_EQ(EspeakWorker::start({"/nonexistent/program", {}}).error().code, ErrorCode::unavailable);
  // A program that is no worker: it ends without an answer.
  EXPECT_EQ(EspeakWorker::start({"/bin/true", {}}).error().code, ErrorCode::unavailable);
}

TEST(WorkerChannel, RefusesWhatIsNoMessage) {
  int sockets[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
  const std::chrono::milliseconds soon{50};
  EXPECT_FALSE(receive_message(sockets[0], soon).has_value());  // nothing comes
  ASSERT_TRUE(send_message(sockets[1], "hello"));
  EXPECT_EQ(receive_message(sockets[0], soon).value(), "hello");
  ASSERT_EQ(::write(sockets[1], "\xFF\xFF\xFF\xFF", 4), 4);
  EXPECT_FALSE(receive_message(sockets[0], soon).has_value());  // longer than any message
  ::close(sockets[1]);
  EXPECT_FALSE(receive_message(sockets[0], std::nullopt).has_value());
  EXPECT_FALSE(send_message(sockets[0], "hello"));
  EXPECT_FALSE(send_message(sockets[0], std::string(kMaxMessageBytes + 1, 'x')));
  ::close(sockets[0]);
  EXPECT_FALSE(read_answer("").has_value());
  EXPECT_FALSE(read_answer("?hello").has_value());
  EXPECT_EQ(read_answer("Ewhat\nhow")->error().hint, "how");
  EXPECT_TRUE(read_voices("no fields\n\t\n").empty());
}

}  // namespace
}  // namespace kokoro::text
