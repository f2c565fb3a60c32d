#include <gtest/gtest.h>

#include <array>

#include "server/json/json.hpp"
#include "server/schema/fields.hpp"
#include "server/schema/openapi.hpp"

namespace kokoro::server {
namespace {

constexpr std::array<std::string_view, 2> kColours{"red", "dark-blue"};
constexpr std::array kPointFields{Field{.name = "x", .kind = Kind::number, .required = true, .low = 0, .high = 1.5},
                                  Field{.name = "label", .default_json = R"("none")", .max_length = 3}};
constexpr Table kPointTable{"Point", "A place.", kPointFields};
constexpr Field kPoint = object_of(kPointTable);
constexpr Field kAmount{.kind = Kind::integer, .required = true, .low = -2, .high = 5};
constexpr std::array kShapeFields{
    Field{.name = "name", .required = true, .min_length = 1},
    Field{.name = "colour", .default_json = R"("red")", .choices = kColours},
    Field{.name = "pen", .choices = kColours, .unknown_choice = 400},
    Field{.name = "closed", .kind = Kind::boolean, .default_json = "false"},
    Field{.name = "count", .kind = Kind::integer, .low = 0, .high = 0x1p64},
    Field{.name = "points", .kind = Kind::array, .min_length = 1, .max_length = 2, .items = &kPoint},
    Field{.name = "origin", .kind = Kind::string | Kind::object, .object = &kPointTable},
    Field{.name = "amounts", .kind = Kind::object, .max_length = 2, .values = &kAmount},
};
constexpr Table kShapeTable{"Shape", "", kShapeFields};
constexpr Field kShape = object_of(kShapeTable);

TEST(Fields, GiveWhatIsThereAndDefaults) {
  const auto shape = read_body(
      R"({"name":"é","colour":null,"pen":"Dark-Blue","count":18446744073709551615,"origin":{"x":1},
          "points":[{"x":0.5,"label":"abc"},{"x":1}],"amounts":{"a":-2,"b":5.0},"unknown":[]})",
      kShape);
  ASSERT_TRUE(shape.has_value()) << shape.error().message;
  EXPECT_EQ(shape->string("name"), "é");
  EXPECT_EQ(shape->string("colour"), "red");
  EXPECT_EQ(shape->string("pen"), "dark-blue");
  EXPECT_EQ(shape->boolean("closed"), false);
  EXPECT_EQ(shape->unsigned_integer("count"), 18446744073709551615U);
  EXPECT_EQ(shape->string("origin"), std::nullopt);
  EXPECT_EQ(shape->object("origin")->number("x"), 1.0);
  const auto points = shape->objects("points");
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].string("label"), "abc");
  EXPECT_EQ(points[1].string("label"), "none");
  EXPECT_EQ(shape->find("amounts")->at("b").get_int64(), 5);
  EXPECT_THROW(shape->string("nmae"), std::logic_error);
}

TEST(Fields, OfNothingAreAbsent) {
  EXPECT_EQ(Fields().value(), nullptr);
  EXPECT_THROW(Fields().string("a"), std::logic_error);
}

struct Wrong {
  const char* body;
  int status;
  const char* code;
  const char* param;
  const char* message;
};

class WrongValues : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValues, AreNamedByTheirPath) {
  const auto& wrong = GetParam();
  const auto shape = read_body(wrong.body, kShape);
  ASSERT_FALSE(shape.has_value());
  EXPECT_EQ(shape.error().status, wrong.status);
  EXPECT_EQ(shape.error().code, wrong.code);
  EXPECT_EQ(shape.error().param, wrong.param);
  EXPECT_NE(shape.error().message.find(wrong.message), std::string::npos) << shape.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongValues,
    testing::Values(
        Wrong{"{", 400, "invalid_json", "", "not valid JSON"},
        Wrong{"[]", 422, "invalid_type", "", "the body: expected an object"},
        Wrong{"{}", 422, "missing_field", "name", "name: this field is required"},
        Wrong{R"({"name":null})", 422, "missing_field", "name", "required"},
        Wrong{R"({"name":""})", 400, "invalid_name", "name", "empty"},
        Wrong{R"({"name":1})", 422, "invalid_type", "name", "name: expected a string"},
        Wrong{R"({"name":"a","colour":"pink"})", 422, "invalid_choice", "colour",
              R"(unknown colour "pink", expected red or dark-blue)"},
        Wrong{R"({"name":"a","pen":"pink"})", 400, "invalid_pen", "pen", "unknown pen"},
        Wrong{R"({"name":"a","closed":"yes"})", 422, "invalid_type", "closed", "true or false"},
        Wrong{R"({"name":"a","count":-1})", 422, "out_of_range", "count",
              "a whole number from 0 to 18446744073709551615"},
        Wrong{R"({"name":"a","count":18446744073709551616})", 422, "invalid_type", "count", "whole number"},
        Wrong{R"({"name":"a","count":0.5})", 422, "invalid_type", "count", "whole number"},
        Wrong{R"({"name":"a","points":[]})", 400, "invalid_points", "points", "empty"},
        Wrong{R"({"name":"a","points":[{"x":0},{"x":2}]})", 422, "out_of_range", "points[1].x",
              "a number from 0 to 1.5"},
        Wrong{R"({"name":"a","points":[{"x":0,"label":"four"}]})", 422, "out_of_range", "points[0].label", "at most 3"},
        Wrong{R"({"name":"a","points":[{"x":0},{"x":0},{"x":0}]})", 422, "out_of_range", "points", "at most 2"},
        Wrong{R"({"name":"a","points":[1]})", 422, "invalid_type", "points[0]", "an object"},
        Wrong{R"({"name":"a","origin":{}})", 422, "missing_field", "origin.x", "required"},
        Wrong{R"({"name":"a","origin":1})", 422, "invalid_type", "origin", "a string or an object"},
        Wrong{R"({"name":"a","amounts":{"k":6}})", 422, "out_of_range", "amounts.k", "from -2 to 5"},
        Wrong{R"({"name":"a","amounts":{"a":1,"b":1,"c":1}})", 422, "out_of_range", "amounts", "at most 2"}));

TEST(Query, IsReadInTheTermsOfItsFields) {
  constexpr std::array fields{Field{.name = "flag", .kind = Kind::boolean}, Field{.name = "n", .kind = Kind::integer},
                              Field{.name = "r", .kind = Kind::number, .high = 2}, Field{.name = "s"}};
  const auto given = check_query({{"flag", ""}, {"n", "7"}, {"r", "0.5"}, {"s", "1"}, {"other", "x"}}, fields);
  ASSERT_TRUE(given.has_value()) << given.error().message;
  EXPECT_EQ(given->boolean("flag"), true);
  EXPECT_EQ(given->unsigned_integer("n"), 7U);
  EXPECT_EQ(given->number("r"), 0.5);
  EXPECT_EQ(given->string("s"), "1");
  EXPECT_EQ(check_query({{"flag", "0"}}, fields)->boolean("flag"), false);
  EXPECT_EQ(check_query({}, fields)->boolean("flag"), std::nullopt);
  EXPECT_EQ(check_query({{"flag", "maybe"}}, fields).error().param, "flag");
  EXPECT_EQ(check_query({{"n", "1x"}}, fields).error().status, 422);
  EXPECT_EQ(check_query({{"r", "inf"}}, fields).error().code, "out_of_range");
  EXPECT_EQ(check_query({{"r", "nan"}}, fields).error().code, "out_of_range");
}

TEST(OpenApi, SaysWhatIsEnforced) {
  static constexpr std::array kParams{Field{.name = "id", .text = "Which.", .required = true}};
  static constexpr std::array kReplies{Reply{.status = 201, .text = "Made", .body = &kPoint}};
  static constexpr Route kRoute{.method = "POST",
                                .path = "/shapes/{id}",
                                .group = "Shapes",
                                .summary = "Make",
                                .params = kParams,
                                .body = &kShape,
                                .replies = kReplies};
  const std::array<const Route*, 1> routes{&kRoute};
  const boost::json::value document = openapi_document(routes);
  const auto at = [&](const char* pointer) { return boost::json::serialize(document.at_pointer(pointer)); };
  EXPECT_EQ(at("/openapi"), R"("3.1.0")");
  EXPECT_EQ(at("/paths/~1shapes~1{id}/post/operationId"), R"("post_shapes_id")");
  EXPECT_EQ(at("/paths/~1shapes~1{id}/post/parameters"),
            R"([{"name":"id","in":"path","required":true,"description":"Which.","schema":{"type":"string"}}])");
  EXPECT_EQ(at("/paths/~1shapes~1{id}/post/requestBody/content/application~1json/schema"),
            R"({"$ref":"#/components/schemas/Shape"})");
  EXPECT_EQ(at("/paths/~1shapes~1{id}/post/responses/201/content/application~1json/schema"),
            R"({"$ref":"#/components/schemas/Point"})");
  EXPECT_EQ(
      at("/components/schemas/Point"),
      R"({"type":"object","description":"A place.","properties":{"x":{"type":"number","minimum":0,"maximum":1.5E0},)"
      R"("label":{"type":["string","null"],"maxLength":3,"default":"none"}},"required":["x"]})");
  const std::string shape = "/components/schemas/Shape/properties";
  EXPECT_EQ(at((shape + "/colour").c_str()),
            R"({"type":["string","null"],"enum":["red","dark-blue",null],"default":"red"})");
  EXPECT_EQ(at((shape + "/count").c_str()),
            R"({"type":["integer","null"],"minimum":0,"maximum":18446744073709551615})");
  EXPECT_EQ(at((shape + "/points").c_str()),
            R"({"type":["array","null"],"minItems":1,"maxItems":2,"items":{"$ref":"#/components/schemas/Point"}})");
  EXPECT_EQ(at((shape + "/amounts").c_str()), R"({"type":["object","null"],"maxProperties":2,)"
                                              R"("additionalProperties":{"type":"integer","minimum":-2,"maximum":5}})");
  for (const char* status : {"400", "401", "413", "415", "422", "429", "500"}) {
    EXPECT_NO_THROW(document.at_pointer(std::string("/paths/~1shapes~1{id}/post/responses/") + status)) << status;
  }
}

}  // namespace
}  // namespace kokoro::server
