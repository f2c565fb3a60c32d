#include "server/speech/accepted_captions.hpp"

#include <gtest/gtest.h>

namespace kokoro::server {
namespace {

using audio::CaptionFormat;

TEST(AcceptedCaptions, AreThoseThatArePreferred) {
  const auto none = std::optional<CaptionFormat>();
  EXPECT_EQ(accepted_captions(""), none);
  EXPECT_EQ(accepted_captions("*/*"), none);
  EXPECT_EQ(accepted_captions("application/json"), none);
  EXPECT_EQ(accepted_captions("text/html"), none);
  EXPECT_EQ(accepted_captions("text/vtt"), CaptionFormat::vtt);
  EXPECT_EQ(accepted_captions("Text/VTT; charset=utf-8"), CaptionFormat::vtt);
  EXPECT_EQ(accepted_captions("application/x-subrip, */*;q=0.1"), CaptionFormat::srt);
  EXPECT_EQ(accepted_captions("application/json;q=0.4,text/vtt;q=0.5"), CaptionFormat::vtt);
  EXPECT_EQ(accepted_captions("application/json, text/vtt"), none) << "of equals the first";
  EXPECT_EQ(accepted_captions("text/vtt;q=0"), none);
  EXPECT_EQ(accepted_captions("text/vtt;q=x"), CaptionFormat::vtt);
  EXPECT_EQ(accepted_captions(",;,;q=,text/vtt;;q=1,,"), CaptionFormat::vtt);
}

}  // namespace
}  // namespace kokoro::server
