#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "server/middleware/access_log.hpp"
#include "server/middleware/gate.hpp"
#include "server/middleware/request_id.hpp"

namespace kokoro::server {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Request get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  request.method = "GET";
  request.path = path;
  request.client = "127.0.0.1";
  for (auto& [name, value] : headers) request.headers.add(std::move(name), std::move(value));
  return request;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.head.headers) {
    if (key == name) return value;
  }
  return "(none)";
}

int status(const std::optional<Response>& answer) { return answer ? answer->head.status : 0; }

class MiddlewareTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kokoro_middleware_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  static std::string read(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST(ReadApiKeys, TakesOneALineWithoutSpacesAndComments) {
  EXPECT_EQ(read_api_keys("# of the team\r\nsk-one \r\n\n  sk-two", "f").value(),
            (std::vector<std::string>{"sk-one", "sk-two"}));
}

TEST(ReadApiKeys, NamesTheLineThatIsNoKey) {
  EXPECT_EQ(read_api_keys("sk-one\nsk two\n", "f").error().message, "f:2: not an API key");
  EXPECT_EQ(read_api_keys("sk-\xC3\xA9\n", "f").error().message, "f:1: not an API key");
  EXPECT_EQ(read_api_keys(std::string_view("a\0b", 3), "f").error().message, "f:1: not an API key");
  EXPECT_EQ(read_api_keys("# nothing\n\n", "f").error().message, "f holds no API key")
      << "a server that is meant to be closed must not open";
}

TEST_F(MiddlewareTest, EachKeyOpensAndNothingElseDoes) {
  AccessOptions options;
  options.api_keys = {"sk-env"};
  options.api_key_file = write("keys", "sk-one\nsk-two\n");
  const auto gate = Gate::make(options).value();
  for (const char* key : {"Bearer sk-env", "Bearer sk-one", "bearer sk-two", "BEARER  sk-two "}) {
    EXPECT_FALSE(gate->answer(get("/v1/models", {{"Authorization", key}}), true)) << key;
  }
  for (const char* key : {"Bearer sk-on", "Bearer sk-one2", "Bearer SK-ONE", "Bearer", "Bearer ", "Basic sk-one",
                          "sk-one", "Bearersk-one", ""}) {
    const auto answer = gate->answer(get("/v1/models", {{"Authorization", key}}), true);
    ASSERT_EQ(status(answer), 401) << key;
    EXPECT_THAT(header(*answer, "WWW-Authenticate"), HasSubstr("Bearer")) << key;
    EXPECT_THAT(answer->body, HasSubstr("invalid_api_key"));
    EXPECT_THAT(answer->body, Not(HasSubstr("sk-on"))) << "keys are not repeated";
  }
  EXPECT_EQ(status(gate->answer(get("/v1/models"), true)), 401);
  EXPECT_EQ(status(gate->answer(get("/metrics"), true)), 401);
  EXPECT_FALSE(gate->answer(get("/health"), false)) << "a route that is open to all";
}

TEST_F(MiddlewareTest, ThisMachineMayBeSpared) {
  AccessOptions options;
  options.api_keys = {"sk"};
  options.loopback_without_key = true;
  const auto gate = Gate::make(options).value();
  auto request = get("/v1/models");
  for (const char* near : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    request.client = near;
    EXPECT_FALSE(gate->answer(request, true)) << near;
  }
  for (const char* far : {"10.0.0.1", "::2", "", "::ffff:10.0.0.1"}) {
    request.client = far;
    EXPECT_EQ(status(gate->answer(request, true)), 401) << far;
  }
}

TEST_F(MiddlewareTest, KeysAreReadAgainAndABadFileChangesNothing) {
  AccessOptions options;
  options.api_key_file = write("keys", "old\n");
  const auto gate = Gate::make(options).value();
  write("keys", "new\n");
  ASSERT_TRUE(gate->reload());
  EXPECT_EQ(status(gate->answer(get("/v1/models", {{"Authorization", "Bearer old"}}), true)), 401);
  EXPECT_FALSE(gate->answer(get("/v1/models", {{"Authorization", "Bearer new"}}), true));
  write("keys", "");
  EXPECT_FALSE(gate->reload());
  EXPECT_FALSE(gate->answer(get("/v1/models", {{"Authorization", "Bearer new"}}), true));
  EXPECT_EQ(status(gate->answer(get("/v1/models"), true)), 401);
}

TEST_F(MiddlewareTest, FilesThatAreNotThereAreNamed) {
  AccessOptions options;
  options.api_key_file = folder_ / "none";
  EXPECT_THAT(Gate::make(options).error().message, HasSubstr("none"));
  options = {};
  options.api_keys = {"two words"};
  EXPECT_EQ(Gate::make(options).error().param, "api_keys");
  options = {};
  options.cors_origins = {"example.org"};
  EXPECT_EQ(Gate::make(options).error().message, "cors_origins: 'example.org' is not an origin");
  for (const char* wrong : {"https://", "https://a/", "https://*.a", "://a", ""}) {
    options.cors_origins = {wrong};
    EXPECT_FALSE(Gate::make(options)) << wrong;
  }
}

TEST(Cors, NamedPagesGetTheirOwnNameBack) {
  const auto cors = Cors::make({"https://A.example:8443"}).value();
  const auto headers = cors.headers(get("/", {{"Origin", "https://a.example:8443"}}));
  const Response shown{{200, {}, headers}, {}};
  EXPECT_EQ(header(shown, "Access-Control-Allow-Origin"), "https://a.example:8443");
  EXPECT_EQ(header(shown, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(header(shown, "Vary"), "Origin");
  for (const char* other : {"https://a.example", "http://a.example:8443", "https://a.example:8443.evil", "null"}) {
    const Response none{{200, {}, cors.headers(get("/", {{"Origin", other}}))}, {}};
    EXPECT_EQ(header(none, "Access-Control-Allow-Origin"), "(none)") << other;
    EXPECT_EQ(header(none, "Vary"), "Origin") << other;
  }
}

TEST(Cors, AStarGoesWithoutCredentials) {
  const auto cors = Cors::make({"*"}).value();
  const Response shown{{200, {}, cors.headers(get("/", {{"Origin", "https://any"}}))}, {}};
  EXPECT_EQ(header(shown, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(shown, "Access-Control-Allow-Credentials"), "(none)");
}

TEST(Cors, NoListMeansNoHeaders) { EXPECT_TRUE(Cors().headers(get("/", {{"Origin", "https://any"}})).empty()); }

TEST(Cors, QuestionsAreAnsweredWithoutAKey) {
  AccessOptions options;
  options.api_keys = {"sk"};
  options.cors_origins = {"https://a"};
  const auto gate = Gate::make(options).value();
  auto question = get("/v1/audio/speech", {{"Origin", "https://a"},
                                           {"Access-Control-Request-Method", "POST"},
                                           {"Access-Control-Request-Headers", "authorization, x-custom"}});
  question.method = "OPTIONS";
  const auto answer = gate->answer(question, true);
  ASSERT_EQ(status(answer), 204);
  EXPECT_THAT(header(*answer, "Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_EQ(header(*answer, "Access-Control-Allow-Headers"), "authorization, x-custom");
}

TEST(Gate, PagesThatAreNotAllowedOpenNoWebSocket) {
  AccessOptions options;
  options.cors_origins = {"https://a"};
  const auto gate = Gate::make(options).value();
  auto request = get("/v1/audio/stream", {{"Origin", "https://evil"}});
  request.wants_web_socket = true;
  EXPECT_EQ(status(gate->answer(request, true)), 403);
  auto allowed = get("/v1/audio/stream", {{"Origin", "https://a"}});
  allowed.wants_web_socket = true;
  EXPECT_FALSE(gate->answer(allowed, true));
  auto program = get("/v1/audio/stream");
  program.wants_web_socket = true;
  EXPECT_FALSE(gate->answer(program, true)) << "programs send no Origin";
}

TEST(AccessLine, IsJsonWhateverTheClientSends) {
  AccessRecord record;
  record.request_id = "id";
  record.method = "GET";
  record.path = "/\"\\\n\x01\xFF";
  record.user_agent = "a\"b";
  record.status = 200;
  record.body_bytes = 7;
  const std::string line = access_line(record);
  EXPECT_TRUE(line.ends_with("}\n"));
  const auto parsed = boost::json::parse(line).as_object();
  EXPECT_EQ(parsed.at("path").as_string(), "/\"\\\n\x01?");
  EXPECT_EQ(parsed.at("status").as_int64(), 200);
  EXPECT_EQ(parsed.at("bytes").as_int64(), 7);
  EXPECT_EQ(parsed.at("complete").as_bool(), true);
}

TEST_F(MiddlewareTest, TheAccessLogFollowsAFileThatIsMovedAway) {
  const fs::path file = folder_ / "log";
  AccessRecord record;
  {
    const auto log = AccessLog::open(file).value();
    record.path = "/first";
    log->add(record);
    while (read(file).empty()) {
    }
    fs::rename(file, folder_ / "old");
    ASSERT_TRUE(log->reopen());
    record.path = "/second";
    log->add(record);
  }
  EXPECT_THAT(read(folder_ / "old"), AllOf(HasSubstr("/first"), Not(HasSubstr("/second"))));
  EXPECT_THAT(read(file), AllOf(HasSubstr("/second"), Not(HasSubstr("/first"))));
  EXPECT_THAT(AccessLog::open(folder_ / "none" / "log").error().message, HasSubstr("cannot write"));
}

TEST(RequestId, KeepsAClientsOwnWhenItIsHarmless) {
  EXPECT_EQ(request_id("abc-1_2.X"), "abc-1_2.X");
  for (const auto& bad : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\r\nX: y")}) {
    const auto made = request_id(bad);
    EXPECT_TRUE(made.starts_with("req-") && made.size() == 20) << made;
  }
  EXPECT_NE(request_id(std::nullopt), request_id(std::nullopt));
}

}  // namespace
}  // namespace kokoro::server
