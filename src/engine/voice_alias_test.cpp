#include "engine/voice_alias.hpp"

#include <gtest/gtest.h>

namespace kokoro::engine {
namespace {

SpeechRequest request() {
  SpeechRequest out;
  out.voice = "Narrator";
  out.voice_aliases = {{"narrator", "af_bella(2)+af_sky", 0.8F}, {" The Guest ", "am_adam"}};
  return out;
}

TEST(VoiceAlias, IsFoundInAnyCase) {
  const auto wanted = request();
  EXPECT_EQ(find_alias(wanted, "NARRATOR ")->voice, "af_bella(2)+af_sky");
  EXPECT_EQ(find_alias(wanted, "the guest")->voice, "am_adam");
  EXPECT_EQ(find_alias(wanted, "guest"), nullptr);
  EXPECT_EQ(find_alias(wanted, ""), nullptr);
}

TEST(VoiceAlias, BringsItsPaceToWhatItSpeaks) {
  text::Document document;
  document.spans.resize(4);
  document.spans[1].voice = "THE GUEST";
  document.spans[1].rate = 2;
  document.spans[2].voice = "narrator";
  document.spans[2].rate = 1.5;
  document.spans[3].voice = "af_heart";
  apply_aliases(request(), document);
  const auto& spans = document.spans;
  EXPECT_EQ(spans[0].voice, "");
  EXPECT_NEAR(spans[0].rate, 0.8, 1e-6);
  EXPECT_EQ(spans[1].voice, "am_adam");
  EXPECT_NEAR(spans[1].rate, 2, 1e-6);
  EXPECT_EQ(spans[2].voice, "af_bella(2)+af_sky");
  EXPECT_NEAR(spans[2].rate, 1.2, 1e-6);
  EXPECT_EQ(spans[3].voice, "af_heart");
  EXPECT_NEAR(spans[3].rate, 1, 1e-6);
}

}  // namespace
}  // namespace kokoro::engine
