#include "server/speech/timestamps.hpp"

#include <gtest/gtest.h>

namespace kokoro::server {
namespace {

TEST(CharacterCounter, CountsInAnyOrder) {
  CharacterCounter counter("aé漢😀b");
  EXPECT_EQ(counter.before(0), 0U);
  EXPECT_EQ(counter.before(3), 2U);
  EXPECT_EQ(counter.before(10), 4U);
  EXPECT_EQ(counter.before(1), 1U);
  EXPECT_EQ(counter.before(100), 5U);
}

TEST(TimestampsEvent, HasWordsAndMarks) {
  const std::string text = "é \"so\"";
  CharacterCounter counter(text);
  SpeechChunk chunk;
  EXPECT_EQ(timestamps_event(chunk, counter), "");
  chunk.words = {{"é", 0, 2, 0.5, 0.75}, {"\"so\"", 3, 7, 1.0, 1.0000004}};
  chunk.marks = {{"here", 0.5}};
  EXPECT_EQ(timestamps_event(chunk, counter),
            "data: {\"type\":\"speech.audio.timestamps\",\"timestamps\":["
            "{\"word\":\"é\",\"start_time\":5E-1,\"end_time\":7.5E-1,\"start_char\":0,\"end_char\":1},"
            "{\"word\":\"\\\"so\\\"\",\"start_time\":1E0,\"end_time\":1E0,\"start_char\":2,\"end_char\":6}],"
            "\"marks\":[{\"name\":\"here\",\"time\":5E-1}]}\n\n");
}

}  // namespace
}  // namespace kokoro::server
