#include <gtest/gtest.h>

#include "server/http/error_body.hpp"
#include "server/http/exchange.hpp"
#include "server/http/router.hpp"
#include "server/http/target.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

Request request(std::string method, std::string path) {
  Request out;
  out.method = std::move(method);
  out.path = std::move(path);
  return out;
}

Response only_response(Exchange& exchange) {
  auto event = exchange.take();
  EXPECT_TRUE(event.has_value());
  const auto* response = event ? std::get_if<Response>(&*event) : nullptr;
  EXPECT_NE(response, nullptr);
  return response != nullptr ? *response : Response{};
}

Response dispatch(const Router& router, Request message) {
  const auto exchange = std::make_shared<Exchange>();
  router.dispatch(std::move(message), std::make_shared<Responder>(exchange));
  return only_response(*exchange);
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.head.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(Target, IsTakenApartAndDecoded) {
  const auto target = parse_target("/v1/a%20b?x=1%262&y=a+b&flag&x=3#part");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/v1/a b");
  EXPECT_EQ(target->query.at("x"), "3");
  EXPECT_EQ(target->query.at("y"), "a b");
  EXPECT_EQ(target->query.at("flag"), "");
  EXPECT_EQ(parse_target("http://host:8880/health?a=1")->path, "/health");
  EXPECT_EQ(parse_target("http://host")->path, "/");
  EXPECT_EQ(parse_target("*")->path, "*");
  EXPECT_EQ(parse_target("/a%2Fb")->path, "/a/b");
}

TEST(Target, RefusesWhatIsMalformed) {
  for (const auto* text : {"", "a", "/%", "/%4", "/%zz", "/%00", "/%ff", "/a?b=%", "ftp://host/", "%2F"}) {
    EXPECT_FALSE(parse_target(text).has_value()) << text;
  }
}

constexpr Route route(std::string_view method, std::string_view path) {
  return {.method = method, .path = path, .group = "Test", .summary = "Test"};
}
constexpr Route kGetItem = route("GET", "/items/{id}");
constexpr Route kPostItems = route("POST", "/items");
constexpr Route kGetA = route("GET", "/a");
constexpr Route kPostA = route("POST", "/a");

TEST(Router, FindsHandlersAndParameters) {
  Router router;
  std::string seen;
  router.add(kGetItem, [&](const Request& message, const std::shared_ptr<Responder>& responder) {
    seen = message.params.at("id");
    responder->respond({{200, "text/plain", {}}, "item"});
  });
  router.add(kPostItems, [](const Request&, const std::shared_ptr<Responder>& responder) {
    responder->respond({{200, "text/plain", {}}, "made"});
  });
  EXPECT_EQ(dispatch(router, request("GET", "/items/a b")).body, "item");
  EXPECT_EQ(seen, "a b");
  EXPECT_EQ(dispatch(router, request("HEAD", "/items/x")).head.status, 200);
  EXPECT_EQ(dispatch(router, request("POST", "/items")).body, "made");
  for (const auto* path : {"/", "/items/", "/items/a/b", "/item", "/items/a/", ""}) {
    EXPECT_EQ(dispatch(router, request("GET", path)).head.status, 404) << path;
  }
}

TEST(Router, TellsWhichMethodsArePossible) {
  Router router;
  const Handler nothing = [](const Request&, const std::shared_ptr<Responder>&) {};
  router.add(kGetA, nothing);
  router.add(kPostA, nothing);
  const auto wrong = dispatch(router, request("DELETE", "/a"));
  EXPECT_EQ(wrong.head.status, 405);
  EXPECT_EQ(header(wrong, "Allow"), "GET, HEAD, OPTIONS, POST");
  const auto options = dispatch(router, request("OPTIONS", "/a"));
  EXPECT_EQ(options.head.status, 204);
  EXPECT_EQ(header(options, "Allow"), "GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(dispatch(router, request("OPTIONS", "*")).head.status, 204);
  EXPECT_EQ(dispatch(router, request("OPTIONS", "/b")).head.status, 404);
}

TEST(Router, ReadsRequestsAsTheRouteSays) {
  static constexpr std::array kFields{Field{.name = "n", .kind = Kind::integer, .required = true, .high = 9}};
  static constexpr Table kTable{"T", "", kFields};
  static constexpr Field kBody = object_of(kTable);
  static constexpr Route kRoute{
      .method = "POST", .path = "/n", .group = "Test", .summary = "Test", .query = kFields, .body = &kBody};
  Router router;
  router.add(kRoute, [](const Request& message, const std::shared_ptr<Responder>& responder) {
    responder->respond(
        {{200, "", {}},
         std::to_string(message.fields.number("n").value() * 10 + message.arguments.number("n").value())});
  });
  const auto post = [&](std::string query, std::string type, std::string body) {
    Request message = request("POST", "/n");
    if (!query.empty()) message.query["n"] = std::move(query);
    if (!type.empty()) message.headers.add("content-type", std::move(type));
    message.body = std::move(body);
    return dispatch(router, std::move(message));
  };
  for (const auto* type : {"application/json", "Application/JSON ; charset=utf-8", "application/vnd.x+json"}) {
    EXPECT_EQ(post("2", type, R"({"n":1})").body, "12.000000") << type;
  }
  EXPECT_EQ(post("2", "text/plain", R"({"n":1})").head.status, 415);
  EXPECT_EQ(post("2", "text/x+json", R"({"n":1})").head.status, 415);
  EXPECT_EQ(post("2", "", R"({"n":1})").head.status, 415);
  const auto post_json = [&](std::string query, std::string body) {
    return post(std::move(query), "application/json", std::move(body)).head.status;
  };
  EXPECT_EQ(post_json("2", ""), 400);
  EXPECT_EQ(post_json("2", R"({"n":10})"), 422);
  EXPECT_EQ(post_json("x", R"({"n":1})"), 422);
  EXPECT_EQ(post_json("", R"({"n":1})"), 422);
}

TEST(Router, KnowsWhichPathsAreOpen) {
  static constexpr Route kOpen{.path = "/open/{file}", .group = "Test", .summary = "Open", .needs_key = false};
  Router router;
  const auto nothing = [](const Request&, const std::shared_ptr<Responder>& responder) { responder->respond({}); };
  router.add(kGetA, nothing);
  router.add(kOpen, nothing);
  EXPECT_FALSE(router.needs_key("/open/a"));
  for (const char* closed : {"/a", "/open", "/open/", "/open/a/b", "/b", "", "*"}) {
    EXPECT_TRUE(router.needs_key(closed)) << closed;
  }
}

TEST(Router, SaysWhatIsSwitchedOff) {
  Router router;
  router.add(kPostA, switched_off("allow_a"));
  const auto refused = dispatch(router, request("POST", "/a"));
  EXPECT_EQ(refused.head.status, 403);
  EXPECT_NE(refused.body.find("allow_a"), std::string::npos) << refused.body;
}

TEST(Router, AnswersForAHandlerThatDropsTheRequest) {
  Router router;
  router.add(kGetA, [](const Request&, const std::shared_ptr<Responder>&) {});
  EXPECT_EQ(dispatch(router, request("GET", "/a")).head.status, 500);
}

TEST(ErrorBody, HasBothShapes) {
  const auto response = error_response(make_http_error(422, "out_of_range", "speed: too \"fast\"", "speed"));
  EXPECT_EQ(response.head.status, 422);
  EXPECT_EQ(response.head.content_type, "application/json");
  const std::string expected =
      R"({"error":{"message":"speed: too \"fast\"","type":"invalid_request_error","param":"speed","code":"out_of_range"},)"
      R"("detail":{"error":"out_of_range","message":"speed: too \"fast\"","type":"invalid_request_error"}})";
  EXPECT_EQ(response.body, expected);
  EXPECT_EQ(header(response, "Retry-After"), "");
}

TEST(ErrorBody, WithoutAFieldThatIsNull) {
  const auto response = error_response(Error{ErrorCode::busy, "full", "try again", {}});
  EXPECT_EQ(response.head.status, 429);
  EXPECT_EQ(header(response, "Retry-After"), "1");
  EXPECT_NE(response.body.find(R"("message":"full; try again","type":"rate_limit_error","param":null,"code":"busy")"),
            std::string::npos)
      << response.body;
}

TEST(ErrorBody, KeepsTheServersFilesToItself) {
  const auto hidden = to_http_error(Error{ErrorCode::corrupt, "/srv/voices/a.pt: truncated", {}, {}});
  EXPECT_EQ(hidden.status, 500);
  EXPECT_EQ(hidden.message.find("srv"), std::string::npos);
  const auto shortened = to_http_error(Error{
      ErrorCode::not_found, "no model in '/home/x/models' (file=/a/b.pth), and/or http://host/a", "see /x/y", {}});
  EXPECT_EQ(shortened.message, "no model in 'models' (file=b.pth), and/or http://host/a; see y");
}

TEST(ErrorBody, StatusOfEveryKind) {
  const std::vector<std::pair<ErrorCode, int>> expected{
      {ErrorCode::invalid_input, 400}, {ErrorCode::not_found, 404},   {ErrorCode::too_large, 413},
      {ErrorCode::unsupported, 400},   {ErrorCode::corrupt, 500},     {ErrorCode::io, 500},
      {ErrorCode::busy, 429},          {ErrorCode::unavailable, 503}, {ErrorCode::internal, 500}};
  for (const auto& [code, status] : expected) {
    EXPECT_EQ(error_response(Error{code, "x", {}, {}}).head.status, status) << traits(code).name;
  }
}

TEST(ResponseHead, IsWrittenExactly) {
  const ResponseHead head{200, "audio/wav", {{"X-A", "b"}}};
  const std::string chunked = encode_head(head, {.request_id = "id1", .framing = Framing::chunked, .keep_alive = true});
  EXPECT_TRUE(chunked.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << chunked;
  EXPECT_TRUE(
      chunked.ends_with("GMT\r\nContent-Type: audio/wav\r\nX-A: b\r\nX-Request-Id: id1\r\n"
                        "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"))
      << chunked;
  const std::string whole = encode_head({404, "", {}}, {.request_id = "i", .content_length = 7, .keep_alive = false});
  EXPECT_TRUE(whole.starts_with("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_TRUE(whole.ends_with("X-Request-Id: i\r\nContent-Length: 7\r\nConnection: close\r\n\r\n")) << whole;
  EXPECT_EQ(encode_head({204, "", {}}, {.request_id = "i"}).find("Content-Length"), std::string::npos);
  EXPECT_EQ(chunk_prefix(255), "ff\r\n");
}

TEST(Exchange, BreaksOffAStreamThatIsNotEnded) {
  const auto exchange = std::make_shared<Exchange>();
  int notified = 0;
  exchange->set_notify([&] { ++notified; });
  {
    Responder responder(exchange);
    responder.begin({200, "audio/wav", {}});
    responder.write("");
    responder.write("abc");
  }
  EXPECT_EQ(notified, 3);
  EXPECT_EQ(std::get<ResponseHead>(*exchange->take()).status, 200);
  EXPECT_EQ(std::get<BodyPart>(*exchange->take()).bytes, "abc");
  EXPECT_FALSE(std::get<BodyEnd>(*exchange->take()).complete);
  EXPECT_FALSE(exchange->take().has_value());
}

TEST(Exchange, CancelsAndDropsWhenTheClientGoes) {
  const auto exchange = std::make_shared<Exchange>();
  Responder responder(exchange);
  responder.begin({});
  EXPECT_FALSE(responder.cancelled());
  exchange->client_gone();
  EXPECT_TRUE(responder.cancelled());
  responder.write("abc");
  responder.end();
  EXPECT_FALSE(exchange->take().has_value());
}

TEST(Headers, CompareWithoutCase) {
  Headers headers;
  headers.add("Content-Type", "a");
  headers.add("content-type", "b");
  EXPECT_EQ(headers.find("CONTENT-type"), "a");
  EXPECT_FALSE(headers.find("Content").has_value());
  EXPECT_EQ(headers.count("CONTENT-type"), 2U);
  EXPECT_EQ(headers.count("Content"), 0U);
}

TEST(Json, IsStrict) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "incomplete"},
      {"{", "incomplete"},
      {"nonsense", "byte 0"},
      {R"({"a":1,"a":2})", "the key \"a\" appears twice"},
      {R"({"a":1,"\u0061":2})", "the key \"a\" appears twice"},
      {R"({"x":{"a":1},"y":[{"b":1,"b":2}]})", "the key \"b\" appears twice"},
      {R"({"a":1e400})", "a number is too large"},
      {R"({"a":-1e999})", "a number is too large"},
      {R"({"a":NaN})", "not valid JSON"},
      {R"({"a":0.)" + std::string(200, '1') + "}", "too many digits"},
      {R"({"a":)" + std::string(200, '1') + "}", "too many digits"},
      {R"({"a":1} x)", "byte 8"},
      {R"({"a":1}{)", "byte 7"},
      {R"({'a':1})", "not valid JSON"},
      {R"({"a":1,})", "not valid JSON"},
      {"{\"a\":\"\xFF\"}", "not valid JSON"},
      {R"({"a":"\ud800"})", "not valid JSON"},
      {std::string(33, '[') + std::string(33, ']'), "not valid JSON"}};
  for (const auto& [text, message] : wrong) {
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_NE(parsed.error().message.find(message), std::string::npos) << text << ": " << parsed.error().message;
  }
  EXPECT_TRUE(parse_json(std::string(32, '[') + std::string(32, ']')).has_value());
  EXPECT_TRUE(parse_json(R"( {"a":{"a":[1,2.5,-3,null,true,"é\n"]},"b":{"a":0}} )").has_value());
}

}  // namespace
}  // namespace kokoro::server
