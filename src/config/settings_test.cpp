#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "config/toml_file.hpp"

namespace kokoro::config {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class SettingsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kokoro_config_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    inputs_.environment = [this](const char* name) -> const char* {
      const auto found = variables_.find(name);
      return found == variables_.end() ? nullptr : found->second.c_str();
    };
    inputs_.home = [this](const std::string& given) { return given.empty() ? folder_ : fs::path(given); };
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write_file(const std::string& text, const std::string& name = "kokoro.toml") {
    std::ofstream(folder_ / name) << text;
  }
  std::string error() {
    const auto result = Settings::resolve(inputs_);
    return result ? "no error" : result.error().message;
  }

  fs::path folder_;
  std::map<std::string, std::string> variables_;
  Inputs inputs_;
};

TEST_F(SettingsTest, DefaultsHoldWithoutAnySource) {
  const auto all = Settings::resolve(inputs_).value();
  EXPECT_EQ(all.text(Key::host), "127.0.0.1");
  EXPECT_EQ(all.integer(Key::port), 8880);
  EXPECT_EQ(all.integer(Key::max_input_chars), 100000);
  EXPECT_EQ(all.source(Key::port), Source::built_in);
  EXPECT_EQ(all.origin(Key::port), "default");
}

TEST_F(SettingsTest, FlagWinsOverEnvironmentOverFileOverDefault) {
  write_file("[server]\nport = 1\nhost = \"file\"\nqueue_limit = 7\n");
  variables_ = {{"KOKORO_PORT", "2"}, {"KOKORO_HOST", "environment"}};
  inputs_.flags = {{Key::port, "3"}};
  const auto all = Settings::resolve(inputs_).value();
  EXPECT_EQ(all.integer(Key::port), 3);
  EXPECT_EQ(all.origin(Key::port), "flag --port");
  EXPECT_EQ(all.text(Key::host), "environment");
  EXPECT_EQ(all.origin(Key::host), "environment KOKORO_HOST");
  EXPECT_EQ(all.integer(Key::queue_limit), 7);
  EXPECT_EQ(all.origin(Key::queue_limit), "file " + (folder_ / "kokoro.toml").string());
  EXPECT_EQ(all.source(Key::max_body_bytes), Source::built_in);
}

TEST_F(SettingsTest, AliasesOfOtherServersYieldToOurVariables) {
  variables_ = {{"HOST", "0.0.0.0"}, {"PORT", "9"}, {"KOKORO_PORT", "10"}};
  const auto all = Settings::resolve(inputs_).value();
  EXPECT_EQ(all.text(Key::host), "0.0.0.0");
  EXPECT_EQ(all.origin(Key::host), "environment HOST");
  EXPECT_EQ(all.integer(Key::port), 10);
}

TEST_F(SettingsTest, VariablesOfOtherCommandsAreNotRead) {
  variables_ = {{"PORT", "tcp://10.0.0.1:80"}, {"DEFAULT_VOICE", "of_another_program"}};
  inputs_.scopes = static_cast<unsigned>(Scope::program) | static_cast<unsigned>(Scope::request);
  EXPECT_EQ(Settings::resolve(inputs_).value().integer(Key::port), 8880);
  EXPECT_EQ(Settings::resolve(inputs_).value().text(Key::default_voice), "");
  inputs_.scopes = kAllScopes;
  EXPECT_EQ(error(), "environment variable PORT: 'tcp://10.0.0.1:80' is not a whole number from 0 to 65535");
}

TEST_F(SettingsTest, EmptyVariablesCountAsUnset) {
  variables_ = {{"KOKORO_PORT", ""}, {"PORT", "5"}};
  EXPECT_EQ(Settings::resolve(inputs_).value().integer(Key::port), 5);
}

TEST_F(SettingsTest, ListsAreWrittenWithCommasAsJsonOrInToml) {
  write_file("[server]\ncors_origins = [\"https://a\", \"https://b\"]\n");
  EXPECT_EQ(Settings::resolve(inputs_).value().list(Key::cors_origins), (List{"https://a", "https://b"}));
  variables_ = {{"CORS_ORIGINS", R"(["*"])"}};
  EXPECT_EQ(Settings::resolve(inputs_).value().list(Key::cors_origins), List{"*"});
  inputs_.flags = {{Key::cors_origins, " https://a ,, https://c"}};
  EXPECT_EQ(Settings::resolve(inputs_).value().list(Key::cors_origins), (List{"https://a", "https://c"}));
  EXPECT_EQ(Settings::resolve(inputs_).value().shown(Key::cors_origins), "https://a, https://c");
  for (const char* wrong : {"[", "[\"a\"", "[a]", "[\"a\", b]"}) {
    inputs_.flags = {{Key::cors_origins, wrong}};
    EXPECT_THAT(error(), HasSubstr("is not a list of words separated by commas")) << wrong;
  }
}

TEST_F(SettingsTest, NumbersMayHaveAPoint) {
  write_file("[request]\ndefault_speed = 1.25\n[server]\ndefault_volume = 2\n");
  const auto all = Settings::resolve(inputs_).value();
  EXPECT_EQ(all.number(Key::default_speed), 1.25);
  EXPECT_EQ(all.number(Key::default_volume), 2.0);
  EXPECT_EQ(all.shown(Key::default_speed), "1.25");
}

TEST_F(SettingsTest, SecretsAreNeverShown) {
  variables_ = {{"KOKORO_API_KEYS", "sk-one,sk-two"}};
  const auto all = Settings::resolve(inputs_).value();
  EXPECT_EQ(all.list(Key::api_keys), (List{"sk-one", "sk-two"}));
  EXPECT_EQ(all.shown(Key::api_keys), "(secret)");
  variables_.clear();
  EXPECT_EQ(Settings::resolve(inputs_).value().shown(Key::api_keys), "");
}

TEST_F(SettingsTest, CaseOfChoicesDoesNotMatterOutsideOfTheFile) {
  variables_ = {{"API_LOG_LEVEL", "DEBUG"}};
  EXPECT_EQ(Settings::resolve(inputs_).value().text(Key::log_level), "debug");
}

TEST_F(SettingsTest, NamedFileReplacesTheOneInTheHome) {
  write_file("threads = 3\n");
  write_file("threads = 5\n", "other.toml");
  variables_ = {{"KOKORO_CONFIG_FILE", (folder_ / "other.toml").string()}};
  EXPECT_EQ(Settings::resolve(inputs_).value().integer(Key::threads), 5);
}

TEST_F(SettingsTest, NamedFileMustExist) {
  inputs_.flags = {{Key::config_file, (folder_ / "none.toml").string()}};
  const auto result = Settings::resolve(inputs_);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
  EXPECT_THAT(result.error().message, HasSubstr("none.toml"));
}

TEST_F(SettingsTest, HomeOfTheFlagHoldsTheFile) {
  fs::create_directory(folder_ / "elsewhere");
  write_file("threads = 9\n", "elsewhere/kokoro.toml");
  inputs_.flags = {{Key::home, (folder_ / "elsewhere").string()}};
  EXPECT_EQ(Settings::resolve(inputs_).value().integer(Key::threads), 9);
}

TEST_F(SettingsTest, ErrorsNameTheSourceAndTheBounds) {
  inputs_.flags = {{Key::threads, "-1"}};
  EXPECT_EQ(error(), "--threads: '-1' is not a whole number from 0 to 1024");
  inputs_.flags = {{Key::port, "70000"}};
  EXPECT_EQ(error(), "--port: '70000' is not a whole number from 0 to 65535");
  inputs_.flags = {{Key::port, "80x"}};
  EXPECT_EQ(error(), "--port: '80x' is not a whole number from 0 to 65535");
  inputs_.flags = {{Key::port, "99999999999999999999"}};
  EXPECT_THAT(error(), HasSubstr("is not a whole number"));
  inputs_.flags = {{Key::log_level, "loud"}};
  EXPECT_EQ(error(), "--log-level: 'loud' is not one of debug, info, warning, error, off");
  inputs_.flags = {{Key::default_version, "v1.0 v0.19"}};
  EXPECT_THAT(error(), HasSubstr("is not one of v1.0, v0.19"));
}

std::string deep(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

struct FileCase {
  std::string text;
  const char* message;
};

class WrongFile : public testing::TestWithParam<FileCase> {};

TEST_P(WrongFile, IsNamedWithLineAndExpectation) {
  const auto result = read_toml(GetParam().text, "f.toml");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  EXPECT_THAT(result.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongFile,
    testing::Values(FileCase{"threads = 1\nprot = 3\n", "f.toml:2: unknown setting 'prot'"},
                    FileCase{"[server]\nport = \"80\"\n", "f.toml:2: server.port: '80' is not a whole number from"},
                    FileCase{"[server]\nport = 70000\n", "'70000' is not a whole number from 0 to 65535"},
                    FileCase{"[server]\nport = 1.5\n", "a number with a point is not a whole number"},
                    FileCase{"[server]\nhost = [\"a\"]\n", "an array is not text"},
                    FileCase{"[server]\ncors_origins = [1]\n", "an array is not a list of words"},
                    FileCase{"[server]\ncors_origins = 1\n", "'1' is not a list of words"},
                    FileCase{"[request]\ndefault_speed = 9.5\n", "'9.5' is not a number from 0.25 to 4"},
                    FileCase{"[request]\ndefault_speed = nan\n", "'nan' is not a number from 0.25 to 4"},
                    FileCase{"[server]\napi_keys = 3\n", "server.api_keys: the value is not a list of words"},
                    FileCase{"threads = 1979-05-27\n", "a date or time is not a whole number"},
                    FileCase{"port = 80\n", "'port' does not belong here"},
                    FileCase{"a" + deep(".a", 200'000) + " = 1\n", "f.toml:1: a key of too many parts"},
                    FileCase{"threads = 1\n[a" + deep(".a", 200'000) + "]\n", "f.toml:2: a key of too many parts"},
                    FileCase{"a = " + deep("{a.b = ", 100'000), "f.toml:1: not valid TOML"},
                    FileCase{"a = " + deep("[", 100'000), "f.toml:1: not valid TOML"},
                    FileCase{"home = \"/x\"\n", "'home' does not"}, FileCase{"[server\n", "f.toml:1: not valid TOML"},
                    FileCase{"[\aserver]\n", "not valid TOML"},
                    FileCase{"threads = 1\nthreads = 2\n", "f.toml:2: not valid TOML"},
                    FileCase{"server = 3\n", "unknown setting 'server'"},
                    FileCase{"[threads]\nx = 1\n", "a table is not a whole number"},
                    FileCase{"[server.port]\nx = 1\n", "a table is not a whole number"}));

TEST(SettingTable, NamesFollowOneRuleAndAreUnique) {
  std::set<std::string_view> seen;
  for (const Setting& one : settings()) {
    std::string flag = "--";
    std::string variable = "KOKORO_";
    for (const char c : one.name) {
      flag += c == '_' ? '-' : c;
      variable += static_cast<char>(std::toupper(c));
    }
    EXPECT_EQ(one.flag, one.secret ? "" : flag) << "a list of processes shows flags";
    EXPECT_EQ(one.variable, variable);
    EXPECT_TRUE(seen.insert(one.name).second) << one.name;
    EXPECT_FALSE(one.help.empty());
    EXPECT_TRUE(parse_value(one, one.fallback, "default")) << one.name;
    if (!one.toml.empty()) {
      EXPECT_EQ(one.toml.substr(one.toml.find_last_of('.') + 1), one.name);
    }
  }
}

TEST(SettingTable, IsWhatTheGuideShows) {
  std::stringstream text;
  text << std::ifstream(std::string(KOKORO_SOURCE_DIR) + "/docs/configuration.md").rdbuf();
  for (const Setting& one : settings()) {
    const std::string row = "| `" + std::string(one.variable) + "` |";
    EXPECT_THAT(text.str(), HasSubstr(row));
    EXPECT_THAT(text.str(), HasSubstr(std::string(one.help))) << one.name;
    if (!one.alias.empty()) {
      EXPECT_THAT(text.str(), HasSubstr("`" + std::string(one.alias) + "`")) << one.name;
    }
  }
}

TEST(ExampleFile, UncommentedIsAValidFileOfDefaults) {
  std::string text = example_file();
  // "# key = value" lines become settings, sentences stay comments.
  std::string active;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    const bool assignment = line.starts_with("# ") && line.find(" = ") != std::string::npos;
    active += (assignment ? line.substr(2) : line) + "\n";
    at = end + 1;
  }
  const auto values = read_toml(active, "example");
  ASSERT_TRUE(values) << values.error().message;
  std::size_t in_file = 0;
  for (const Setting& one : settings()) in_file += !one.toml.empty();
  EXPECT_EQ(values->size(), in_file);
  EXPECT_EQ(std::get<std::int64_t>(values->at(Key::port)), 8880);
}

}  // namespace
}  // namespace kokoro::config
