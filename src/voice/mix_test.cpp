#include "voice/mix.hpp"

#include <gmock/gmock.h>

#include <utility>

namespace kokoro::voice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::pair<std::string, double>> parsed(std::string_view expression) {
  const auto terms = parse_mix(expression);
  EXPECT_TRUE(terms) << terms.error().message;
  std::vector<std::pair<std::string, double>> out;
  for (const MixTerm& term : terms.value_or(std::vector<MixTerm>{})) out.emplace_back(term.name, term.weight);
  return out;
}

std::shared_ptr<const VoicePack> pack(std::size_t rows, std::vector<float> values) {
  const std::size_t width = values.size() / rows;
  return std::make_shared<const VoicePack>(VoicePack{"p", rows, width, std::move(values)});
}

TEST(ParseMix, DividesWeightsByTheirSignedSum) {
  using Terms = std::vector<std::pair<std::string, double>>;
  EXPECT_EQ(parsed("a"), (Terms{{"a", 1}}));
  EXPECT_EQ(parsed("a(5)"), (Terms{{"a", 1}}));
  EXPECT_EQ(parsed("a(2)+b-c(.5)"), (Terms{{"a", 0.8}, {"b", 0.4}, {"c", -0.2}}));
  EXPECT_EQ(parsed("a,b"), (Terms{{"a", 0.5}, {"b", 0.5}}));
  EXPECT_EQ(parsed(" a ( 3 ) + b\t"), (Terms{{"a", 0.75}, {"b", 0.25}}));
  EXPECT_EQ(parsed("-a+b(2)"), (Terms{{"a", -1}, {"b", 2}}));
  EXPECT_EQ(parsed("a(33)-b(31)"), (Terms{{"a", 16.5}, {"b", -15.5}}));
  EXPECT_EQ(parsed("a(1e-6)"), (Terms{{"a", 1}}));
  EXPECT_EQ(parsed("a:60,b:40"), (Terms{{"a", 0.6}, {"b", 0.4}}));
  EXPECT_EQ(parsed("a:3-b:1"), (Terms{{"a", 1.5}, {"b", -0.5}}));
  EXPECT_EQ(parsed("af_v0.19(1e0)+B_2"), (Terms{{"af_v0.19", 0.5}, {"B_2", 0.5}}));
}

TEST(ParseMix, RefusesWhatItDoesNotUnderstand) {
  const std::string many = [] {
    std::string text = "a";
    for (int i = 0; i < 40; ++i) text += "+a";
    return text;
  }();
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "ends where the name of a voice"},
      {"a+", "ends where the name of a voice"},
      {"+a", "\"+a\" where the name of a voice"},
      {"a++b", "\"+b\" where the name"},
      {"a b c/d", "\"/d\" where +, -, a comma"},
      {"../a", "\"../a\" where the name"},
      {"/etc/passwd", "where the name"},
      {"a:", "ends where a positive number"},
      {"a:b", "\"b\" where a positive number"},
      {"a:1:2", "\":2\" where +, -, a comma"},
      {"a(", "ends where a positive number"},
      {"a()", "where a positive number"},
      {"a(0)", "where a positive number"},
      {"a(-1)", "where a positive number"},
      {"a(inf)", "where a positive number"},
      {"a(nan)", "where a positive number"},
      {"a(1e999)", "where a positive number"},
      {"a(2", "ends where a closing parenthesis"},
      {"a(2)b", "\"b\" where +, -"},
      {"a\xff", "\"\\xff\" where"},
      {std::string(200, 'a'), "where the name of a voice"},
      {"a-b", "add up to 0"},
      {"a-b(3)", "add up to -2"},
      {"a(1e308)+b(1e308)", "the weight 1e+308 of a in the voice mix is not one of 1e-06 to 1e+06"},
      {"a+b(1e-7)", "the weight 1e-07 of b"},
      {"a(1e6)+b(1000001)", "of b in the voice mix"},
      {"a-b(0.94)", "nearly cancel out: they add up to 0.06, expected at least 1/32 of 1.94"},
      {"a-b(0.99)", "nearly cancel out"},
      {"a-b(0.999999999)", "nearly cancel out"},
      {"a(1e6)+b-c(1e6)", "nearly cancel out"},
      {many, "more than 32 voices"},
  };
  for (const auto& [expression, words] : cases) {
    const auto terms = parse_mix(expression);
    ASSERT_FALSE(terms) << expression;
    EXPECT_EQ(terms.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(terms.error().param, "voice");
    EXPECT_THAT(terms.error().message, HasSubstr(words)) << expression;
  }
}

TEST(Blend, IsTheWeightedSum) {
  const std::vector packs{pack(2, {1, 2, 3, 4}), pack(2, {3, 2, 1, 0})};
  const std::vector<MixTerm> terms{{"a", 1.5}, {"b", -0.5}};
  const auto mixed = blend(packs, terms, "mix");
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->name, "mix");
  EXPECT_EQ(mixed->rows, 2U);
  EXPECT_THAT(mixed->values, ElementsAre(0, 2, 4, 6));
}

TEST(Blend, RefusesOtherShapesAndWhatNoStyleIs) {
  const std::vector<MixTerm> terms{{"a", 0.5}, {"b", 0.5}};
  const std::vector shapes{pack(2, {1, 2, 3, 4}), pack(1, {1, 2})};
  EXPECT_THAT(blend(shapes, terms, "mix").error().message, HasSubstr("a and b cannot be mixed"));
  const std::vector<MixTerm> huge{{"a", 1e300}, {"b", -1e299}};
  const std::vector packs{pack(1, {1}), pack(1, {1})};
  EXPECT_THAT(blend(packs, huge, "mix").error().message, HasSubstr("the voice mix mix is no voice: row 0, column 0"));
  const std::vector near{pack(2, {1, 1, 1, 1}), pack(2, {1, 1, 1, 3})};
  const std::vector<MixTerm> far{{"a", 16}, {"b", -15}};
  const auto refused = blend(near, far, "a(16)-b(15)");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(refused.error().param, "voice");
  EXPECT_THAT(refused.error().message, HasSubstr("row 1 has a root mean square of 20.5183, expected at most 8"));
}

TEST(VoiceName, IsNoPath) {
  EXPECT_TRUE(is_voice_name("af_heart"));
  EXPECT_TRUE(is_voice_name("my-voice.2"));
  for (const char* wrong : {"", ".", "..", ".hidden", "-a", "a/b", "a\\b", "a b", "ä"})
    EXPECT_FALSE(is_voice_name(wrong)) << wrong;
}

}  // namespace
}  // namespace kokoro::voice
