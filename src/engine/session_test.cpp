#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <span>
#include <thread>

#include "engine/core.hpp"
#include "engine/fake_parts.hpp"

namespace kokoro::engine {
namespace {

using fake::Journal;

class SessionTest : public testing::Test {
 protected:
  static SpeechRequest request(std::string text) {
    SpeechRequest out;
    out.text = std::move(text);
    return out;
  }

  SpeechSink sink() {
    return [this](const SpeechChunk& chunk) -> Result<void> {
      samples.insert(samples.end(), chunk.audio.begin(), chunk.audio.end());
      chunks.push_back(chunk);
      return {};
    };
  }

  std::unique_ptr<SpeechStream> open_stream() {
    auto stream = core.open_stream(request(""), {});
    EXPECT_TRUE(stream) << stream.error().message;
    return std::move(*stream);
  }

  /// Steps until nothing is to say; the texts of the chunks.
  std::vector<std::string> say(SpeechSession& session) {
    chunks.clear();
    do {
      const auto now = session.step(sink(), 1);
      EXPECT_TRUE(now) << now.error().message;
      if (!now) break;
      state = *now;
    } while (state == SessionState::speaking);
    std::vector<std::string> texts;
    for (const auto& chunk : chunks) texts.push_back(chunk.source.text);
    return texts;
  }

  fake::TemporaryFolder folder;
  std::shared_ptr<Journal> journal = std::make_shared<Journal>();
  Core core{{.home = folder.path(), .model_file = {}, .config_file = {}}, fake::parts(journal)};
  std::vector<float> samples;
  std::vector<SpeechChunk> chunks;
  SessionState state = SessionState::speaking;
};

TEST_F(SessionTest, EachStepMakesOneChunkAndTheThreadsDoNotChangeIt) {
  std::vector<float> first_run;
  for (const int threads : {0, 1, 2}) {
    samples.clear();
    chunks.clear();
    const auto session = core.open(request("ab de. fi. gh."), {});
    ASSERT_TRUE(session);
    EXPECT_EQ((*session)->step(sink(), threads), SessionState::speaking);
    EXPECT_EQ(chunks.size(), 1U);
    EXPECT_EQ((*session)->step(sink(), threads), SessionState::speaking);
    EXPECT_EQ((*session)->step(sink(), threads), SessionState::done);
    EXPECT_EQ((*session)->summary().chunks, 3U);
    EXPECT_EQ((*session)->summary().samples, samples.size());
    if (first_run.empty()) first_run = samples;
    EXPECT_EQ(samples, first_run);
  }
}

TEST_F(SessionTest, OneThreadReadsNothingAhead) {
  int prepared = 0;
  journal->on_prepare = [&](const Journal::Call&) {
    ++prepared;
    return Result<void>{};
  };
  const auto session = core.open(request("ab. de."), {});
  ASSERT_TRUE((*session)->step(sink(), 1));
  EXPECT_EQ(prepared, 1);
}

TEST_F(SessionTest, OpensWithoutTheModelAndKeepsItWhileItSpeaks) {
  const auto session = core.open(request("ab. de."), {});
  ASSERT_TRUE(session);
  EXPECT_EQ(journal->loads, 0);
  ASSERT_TRUE((*session)->step(sink()));
  ASSERT_TRUE(core.unload(ModelVersion::v1_0));
  EXPECT_EQ((*session)->step(sink()), SessionState::done);
  EXPECT_EQ(journal->loads, 1);
}

TEST_F(SessionTest, InterleavedSessionsDoNotDisturbEachOther) {
  ASSERT_TRUE(core.speak(request("ab. de. fi."), sink(), {}));
  const auto alone = samples;
  samples.clear();
  const auto one = core.open(request("ab. de. fi."), {});
  const auto other = core.open(request("xyz. ghi. kl."), {});
  const auto ignore = [](const SpeechChunk&) { return Result<void>{}; };
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE((*one)->step(sink(), 1 + i % 2));
    ASSERT_TRUE((*other)->step(ignore, 1));
  }
  EXPECT_EQ(samples, alone);
}

class BatchTest : public SessionTest {
 protected:
  struct Batched {
    std::unique_ptr<SpeechSession> session;
    std::vector<float> samples;
    std::optional<Result<SessionState>> last = {};
  };

  Batched open(const std::string& text, const CancelToken& cancel = {}) {
    auto session = core.open(request(text), cancel);
    EXPECT_TRUE(session);
    return {std::move(*session), {}};
  }

  /// Steps all that still speak together until none does.
  void speak_together(std::span<Batched> all) {
    while (true) {
      std::vector<SessionTurn> turns;
      std::vector<Batched*> speaking;
      for (Batched& one : all) {
        if (one.last && (!*one.last || **one.last == SessionState::done)) continue;
        speaking.push_back(&one);
        turns.push_back({one.session.get(), [&one](const SpeechChunk& chunk) -> Result<void> {
                           one.samples.insert(one.samples.end(), chunk.audio.begin(), chunk.audio.end());
                           return {};
                         }});
      }
      if (turns.empty()) return;
      auto results = core.step(turns, 0);
      ASSERT_EQ(results.size(), turns.size());
      for (std::size_t i = 0; i < results.size(); ++i) speaking[i]->last = std::move(results[i]);
    }
  }

  std::vector<float> alone(const std::string& text) {
    samples.clear();
    EXPECT_TRUE(core.speak(request(text), sink(), {}));
    return samples;
  }
};

TEST_F(BatchTest, SessionsThatStepTogetherSoundAsTheyDoAloneAndFillTheDevice) {
  const std::vector<std::string> texts{"ab de. fi.", "xyz.", "gh. kl. mn."};
  std::vector<std::vector<float>> expected;
  for (const auto& text : texts) expected.push_back(alone(text));
  ASSERT_TRUE(core.unload(ModelVersion::v1_0));  // the next backend has a batch of its own
  journal->largest_batch = 2;
  journal->batches.clear();
  std::vector<Batched> all;
  for (const auto& text : texts) all.push_back(open(text));
  speak_together(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].samples, expected[i]);
    EXPECT_EQ(**all[i].last, SessionState::done);
  }
  EXPECT_THAT(journal->batches, testing::ElementsAre(2, 1, 2, 1));
}

TEST_F(BatchTest, OneThatFailsOrIsCancelledLeavesTheOthers) {
  journal->largest_batch = 4;
  journal->on_prepare = [](const Journal::Call& call) -> Result<void> {
    if (call.ids.size() == 5) return fail(ErrorCode::internal, "three letters");
    return {};
  };
  CancelSource gone;
  std::vector<Batched> all;
  for (const char* text : {"abc.", "abc", "abcd.", "a."})
    all.push_back(open(text, all.size() == 2 ? gone.token() : CancelToken()));
  gone.cancel();
  speak_together(all);
  EXPECT_EQ(**all[0].last, SessionState::done);
  EXPECT_EQ(all[1].last->error().code, ErrorCode::internal);
  EXPECT_EQ(all[2].last->error().code, ErrorCode::cancelled);
  EXPECT_EQ(**all[3].last, SessionState::done);
  EXPECT_THAT(journal->batches, testing::ElementsAre(2));
}

TEST_F(SessionTest, AStreamSpeaksSentencesWhenTheyAreComplete) {
  const auto stream = open_stream();
  EXPECT_TRUE(say(*stream).empty());
  EXPECT_EQ(state, SessionState::waiting);
  ASSERT_TRUE(stream->append("ab d"));
  EXPECT_TRUE(say(*stream).empty());
  ASSERT_TRUE(stream->append("e. fi"));
  EXPECT_THAT(say(*stream), testing::ElementsAre("ab de."));
  EXPECT_EQ(state, SessionState::waiting);
  ASSERT_TRUE(stream->append(" gh. x"));
  EXPECT_THAT(say(*stream), testing::ElementsAre("fi gh."));
  EXPECT_EQ(chunks[0].source.begin_byte, 7U);
  EXPECT_EQ(chunks[0].words[1].begin_byte, 10U);
  EXPECT_EQ(chunks[0].index, 1U);
  stream->flush();
  EXPECT_THAT(say(*stream), testing::ElementsAre("x"));
  EXPECT_EQ(state, SessionState::waiting);
  stream->finish();
  EXPECT_TRUE(say(*stream).empty());
  EXPECT_EQ(state, SessionState::done);
  EXPECT_FALSE(stream->append("more"));
}

TEST_F(SessionTest, AStreamSoundsAsTheWholeTextDoes) {
  ASSERT_TRUE(core.speak(request("ab de. fi. gh."), sink(), {}));
  const auto whole = samples;
  samples.clear();
  const auto stream = open_stream();
  for (const char c : std::string_view("ab de. fi. gh.")) {
    ASSERT_TRUE(stream->append(std::string_view(&c, 1)));
    say(*stream);
  }
  stream->finish();
  say(*stream);
  EXPECT_EQ(state, SessionState::done);
  EXPECT_EQ(samples, whole);
}

TEST_F(SessionTest, AStreamRefusesWhatIsWrong) {
  EXPECT_FALSE(core.open_stream(request("text"), {}));
  auto ssml = request("");
  ssml.format = TextFormat::ssml;
  EXPECT_FALSE(core.open_stream(ssml, {}));
  auto nobody = request("");
  nobody.voice = "af_nobody";
  EXPECT_EQ(core.open_stream(nobody, {}).error().code, ErrorCode::not_found);
  const auto stream = open_stream();
  EXPECT_EQ(stream->append("\xff").error().code, ErrorCode::invalid_input);
  const std::string much(1U << 20U, 'a');
  EXPECT_TRUE(stream->append(much));
  EXPECT_EQ(stream->append("a").error().code, ErrorCode::too_large);
}

TEST_F(SessionTest, AStreamWithNothingToSayIsDone) {
  const auto stream = open_stream();
  ASSERT_TRUE(stream->append(" \n \n"));
  stream->finish();
  EXPECT_TRUE(say(*stream).empty());
  EXPECT_EQ(state, SessionState::done);
}

TEST_F(SessionTest, AStreamIsWrittenWhileItIsSpoken) {
  const auto stream = open_stream();
  std::jthread writer([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(stream->append("ab de. "));
    stream->finish();
  });
  do {
    const auto now = stream->step(sink(), 2);
    ASSERT_TRUE(now);
    state = *now;
  } while (state != SessionState::done);
  EXPECT_EQ(stream->summary().chunks, 100U);
}

TEST_F(SessionTest, SoundThatIsNoNumberIsAnErrorThatNamesModelVoiceAndChunk) {
  int chunk = 0;
  journal->on_audio = [&chunk](std::vector<float>& audio) {
    if (++chunk == 2) audio.at(6000) = std::numeric_limits<float>::infinity();
  };
  const auto session = core.open(request("ab. cd. ef."), {});
  ASSERT_TRUE(session);
  EXPECT_TRUE((*session)->step(sink(), 1));
  const auto failed = (*session)->step(sink(), 1);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::corrupt);
  EXPECT_EQ(failed.error().message, "model v1.0 with voice demo_female, chunk 2: the sound is not a number at 0.250 s");
  EXPECT_EQ(chunks.size(), 1U) << "nothing of it was delivered";
}

TEST_F(SessionTest, DurationsThatAreNoNumbersNameTheVoiceToo) {
  journal->on_prepare = [](const Journal::Call&) { return fail(ErrorCode::corrupt, "broken weights"); };
  const auto session = core.open(request("ab."), {});
  ASSERT_TRUE(session);
  EXPECT_EQ((*session)->step(sink(), 1).error().message, "model v1.0 with voice demo_female, chunk 1: broken weights");
}

TEST_F(SessionTest, SilenceIsBounded) {
  for (const Silence silence :
       {Silence{.edge_ms = 60'001}, Silence{.edge_ms = -1}, Silence{.sentence_ms = 2'000'000'000},
        Silence{.sentence_ms = -1}, Silence{.paragraph_ms = 60'001}}) {
    auto order = request("ab.");
    order.silence = silence;
    const auto session = core.open(order, {});
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(session.error().param, silence.edge_ms       ? "edge_silence_ms"
                                     : silence.sentence_ms ? "sentence_gap_ms"
                                                           : "paragraph_gap_ms");
  }
}

}  // namespace
}  // namespace kokoro::engine
