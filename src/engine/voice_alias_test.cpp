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
  document.stretches.resize(4);
  document.stretches[1].voice = "THE GUEST";
  document.stretches[1].rate = 2;
  document.stretches[2].voice = "narrator";
  document.stretches[2].rate = 1.5;
  document.stretches[3].voice = "af_heart";
  apply_aliases(request(), document);
  const auto& stretches = document.stretches;
  EXPECT_EQ(stretches[0].voice, "");
  EXPECT_NEAR(stretches[0].rate, 0.8, 1e-6);
  EXPECT_EQ(stretches[1].voice, "am_adam");
  EXPECT_NEAR(stretches[1].rate, 2, 1e-6);
  EXPECT_EQ(stretches[2].voice, "af_bella(2)+af_sky");
  EXPECT_NEAR(stretches[2].rate, 1.2, 1e-6);
  EXPECT_EQ(stretches[3].voice, "af_heart");
  EXPECT_NEAR(stretches[3].rate, 1, 1e-6);
}

}  // namespace
}  // namespace kokoro::engine
