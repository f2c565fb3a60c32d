#include "server/routes/listings.hpp"

#include <gtest/gtest.h>

#include "server/speech/model_ids.hpp"

namespace kokoro::server {
namespace {

TEST(Listings, ShowsModels) {
  EXPECT_EQ(show_model("tts-1").body, R"({"id":"tts-1","object":"model","created":1737936000,"owned_by":"kokoro"})");
  const auto missing = show_model("gpt-5");
  EXPECT_EQ(missing.head.status, 404);
  EXPECT_NE(missing.body.find(R"("code":"model_not_found")"), std::string::npos);
  const auto list = list_models().body;
  EXPECT_TRUE(list.starts_with(R"({"object":"list","data":[{"id":"tts-1",)")) << list;
  for (const auto& model : kModelIds) EXPECT_NE(list.find(model.id), std::string::npos);
}

TEST(Listings, ShowsVoicesInBothForms) {
  const std::vector<VoiceInfo> voices{{"af_heart", "Heart", "en-us", "female", ModelVersion::v1_0, false},
                                      {"am_adam", "Adam", "en-us", "male", ModelVersion::v0_19, false}};
  EXPECT_EQ(list_voices(voices, true).body, R"({"voices":["af_heart","am_adam"]})");
  EXPECT_EQ(list_voices({}, false).body, R"({"voices":[]})");
  EXPECT_EQ(list_voices(std::span(voices).first(1), false).body,
            R"({"voices":[{"id":"af_heart","name":"Heart","language":"en-us","gender":"female","version":"v1.0"}]})");
}

}  // namespace
}  // namespace kokoro::server
