#include "engine/plan_voices.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kokoro::engine {
namespace {

class PlanVoicesTest : public testing::Test {
 protected:
  std::vector<std::string> opened;
  std::vector<std::weak_ptr<const voice::VoicePack>> packs;
  PlanVoices voices{"own", std::make_shared<const voice::VoicePack>(),
                    [this](const std::string& name) -> Result<PlanVoices::Pack> {
                      if (name == "nobody")
                        return fail(ErrorCode::not_found, "there is no voice 'nobody'", {}, "voice");
                      opened.push_back(name);
                      auto pack = std::make_shared<const voice::VoicePack>();
                      packs.push_back(pack);
                      return pack;
                    }};

  std::size_t alive() const {
    std::size_t count = 0;
    for (const auto& pack : packs) count += pack.expired() ? 0 : 1;
    return count;
  }
};

TEST_F(PlanVoicesTest, PlainVoicesAreOpenedOnce) {
  ASSERT_TRUE(voices.add("a"));
  EXPECT_EQ(voices.add("nobody").error().code, ErrorCode::not_found);
  ASSERT_TRUE(voices.get("a"));
  EXPECT_EQ(*voices.get("a"), *voices.get("a"));
  EXPECT_NE(*voices.get(""), *voices.get("a"));
  EXPECT_EQ(opened, std::vector<std::string>{"a"});
  EXPECT_EQ(voices.shown(""), "own");
  EXPECT_EQ(voices.shown("a"), "a");
}

TEST_F(PlanVoicesTest, OfManyMixesAFewAreKept) {
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(voices.get("a(" + std::to_string(i) + ")+b"));
    EXPECT_LE(alive(), 4U);
  }
  EXPECT_EQ(opened.size(), 1000U);
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(voices.get(i % 2 == 0 ? "a+b" : "b+c"));
  EXPECT_EQ(opened.size(), 1002U) << "those that take turns are not blended again";
  EXPECT_EQ(voices.get("nobody").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace kokoro::engine
