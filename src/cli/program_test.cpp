#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "cli/completion.hpp"

namespace kokoro::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

Outcome run_line(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "kokoro");
  arguments.push_back(nullptr);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome done;
  done.code = run_program(static_cast<int>(arguments.size() - 1), arguments.data());
  done.err = testing::internal::GetCapturedStderr();
  done.out = testing::internal::GetCapturedStdout();
  return done;
}

/// The commands as the program knows them; `app` outlives what is taken from it.
std::vector<CommandWords> commands(CLI::App& app, Context& context) {
  add_commands(app, context);
  return describe_commands(app);
}

TEST(Program, WrongCommandLinesNameWhatIsWrongAndTheHelpThatShowsHow) {
  struct Case {
    std::vector<const char*> arguments;
    const char* message;
    const char* hint;
  };
  const std::vector<Case> cases{
      {{}, "no command was given", "`kokoro --help`"},
      {{"dance"}, "there is no command 'dance'", "`kokoro --help`"},
      {{"say", "--loud", "Hello."}, "--loud", "`kokoro say --help`"},
      {{"say", "Hello", "world"}, "world", "`kokoro say --help`"},
      {{"serve", "--port"}, "--port", "`kokoro serve --help`"},
      {{"bench", "--port", "1"}, "--port", "`kokoro bench --help`"},
  };
  for (const auto& one : cases) {
    const Outcome done = run_line(one.arguments);
    EXPECT_EQ(done.code, 2) << one.message;
    EXPECT_THAT(done.err, testing::StartsWith("kokoro: "));
    EXPECT_THAT(done.err, HasSubstr(one.message));
    EXPECT_THAT(done.err, HasSubstr(one.hint));
    EXPECT_EQ(done.out, "");
  }
}

TEST(Program, WrongValuesNameTheFlag) {
  struct Case {
    std::vector<const char*> arguments;
    const char* message;
  };
  const std::vector<Case> cases{
      {{"say", "Hi.", "-o", "-", "--speed", "fast"}, "--speed: 'fast' is not a number from 0.25 to 4"},
      {{"say", "Hi.", "-o", "-", "--seed", "-1"}, "--seed: '-1' is not a whole number"},
      {{"say", "Hi.", "-o", "-", "--version", "v2"}, "--version: 'v2' is not a model version"},
      {{"say", "Hi.", "-o", "-", "--format", "wma"}, "unknown audio format \"wma\""},
      {{"say", "Hi.", "-o", "-", "--device", "abacus"}, "there is no device 'abacus'"},
      {{"say", "Hi.", "--format", "mp3"}, "--format needs an output"},
      {{"say", "Hi.", "-o", "-", "--captions", "x.txt"}, "--captions x.txt: unknown kind of captions"},
      {{"say", "Hi.", "-o", "out.doc"}, "cannot tell the audio format from the file name \"out.doc\""},
  };
  for (const auto& one : cases) {
    const Outcome done = run_line(one.arguments);
    EXPECT_EQ(done.code, 2) << one.message;
    EXPECT_THAT(done.err, HasSubstr(one.message));
  }
}

TEST(Program, HelpAndVersionGoToStandardOutput) {
  const Outcome version = run_line({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.out, testing::StartsWith("kokoro "));
  const Outcome help = run_line({"say", "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("--format mp3|opus|aac|flac|wav|pcm"));
  EXPECT_EQ(help.err, "");
}

TEST(Program, AnErrorIsOneLineAndAHintAndItsKindIsTheExitCode) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(report_error({ErrorCode::not_found, "no such voice", "did you mean af_sky?", "voice"}), 3);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "kokoro: no such voice\nhint: did you mean af_sky?\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(report_error({ErrorCode::corrupt, "damaged", "", ""}), 6);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "kokoro: damaged\n");
}

TEST(Commands, AreThoseOfTheHelpInItsOrder) {
  CLI::App app;
  Context context;
  std::vector<std::string> names;
  for (const auto& command : commands(app, context)) names.push_back(command.name);
  EXPECT_THAT(names, ElementsAre("say", "serve", "voices", "models", "phonemize", "pull", "doctor", "config",
                                 "completion", "version", "bench", "parity"));
}

TEST(Commands, EveryCommandAndFlagIsExplainedOnce) {
  CLI::App app;
  Context context;
  for (const auto& command : commands(app, context)) {
    EXPECT_THAT(command.help, testing::EndsWith(".")) << command.name;
    std::set<std::string> flags;
    for (const auto& flag : command.flags) {
      EXPECT_NE(flag.help, "") << command.name << " " << flag.name;
      EXPECT_TRUE(flags.insert(flag.name).second) << command.name << " " << flag.name;
    }
    EXPECT_TRUE(flags.contains("--help")) << command.name;
  }
}

TEST(Commands, SettingsThatAreFlagsReachTheSettingsOfTheirCommand) {
  CLI::App app;
  Context context;
  add_commands(app, context);
  const std::vector<const char*> line{"kokoro", "say", "Hi.", "--threads", "3", "--device", "cpu"};
  app.parse(static_cast<int>(line.size()), line.data());
  EXPECT_EQ(context.flags[config::Key::threads], "3");
  const auto settings = context.settings(scope_bits(config::Scope::compute));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->integer(config::Key::threads), 3);
  EXPECT_EQ(settings->text(config::Key::device), "cpu");
  EXPECT_TRUE(context.action) << "say leaves what is to be done";
}

TEST(Completion, KnowsCommandsFlagsAndFiles) {
  CLI::App app;
  Context context;
  const auto words = commands(app, context);
  for (const auto& script : {bash_completion(words), zsh_completion(words), fish_completion(words)}) {
    for (const char* known : {"phonemize", "captions", "sentence-gap-ms"}) EXPECT_THAT(script, HasSubstr(known));
  }
  const auto flag = [&](std::string_view name) {
    const auto& flags = words.front().flags;
    return *std::find_if(flags.begin(), flags.end(), [&](const auto& one) { return one.name == name; });
  };
  EXPECT_TRUE(flag("--file").takes_file);
  EXPECT_TRUE(flag("--speed").takes_value);
  EXPECT_FALSE(flag("--speed").takes_file);
  EXPECT_FALSE(flag("--quiet").takes_value);
}

}  // namespace
}  // namespace kokoro::cli
