#include "cli/program.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <iostream>
#include <string>

#include "cli/commands.hpp"
#include "engine/espeak_process.hpp"

namespace kokoro::cli {
namespace {

constexpr const char* kFooter = R"(
Examples:
  kokoro say "Hello from Kokoro."
  kokoro say -f book.txt -o book.wav --voice "af_heart(2)+af_sky" --captions book.srt
  kokoro serve --port 8880
  kokoro pull

Exit codes:
   0  done                     6  a file is damaged
   2  wrong usage or input     7  reading or writing failed
   3  not found                8  a download failed
   4  too large                9  something needed is missing
   5  not supported           10  busy
  11  stopped by a signal     12  a bug
   1  parity: past a bound

`kokoro COMMAND --help` tells more about one command.)";

/// Help and version requests end well; anything else is a wrong command line. `first` is its first word.
int report_usage(const CLI::App& app, const CLI::ParseError& error, const std::string& first) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    const int code = app.exit(error);
    std::cout.flush();
    return std::cout ? code : report_error({ErrorCode::io, "cannot write to standard output", "", ""});
  }
  std::string message = error.what();
  while (message.ends_with('\n')) message.pop_back();
  std::string command = "kokoro";
  if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
    command += " " + chosen.front()->get_name();
  } else if (first.empty()) {
    message = "no command was given";
  } else if (!first.starts_with('-')) {
    message = fmt::format("there is no command '{}'", first);
  }
  return report_error(
      {ErrorCode::invalid_input, message, fmt::format("`{} --help` shows how; quote text with spaces", command), ""});
}

}  // namespace

int report_error(const Error& error) {
  fmt::print(stderr, "kokoro: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "hint: {}\n", error.hint);
  return traits(error.code).exit_code;
}

int run_program(int argc, const char* const* argv) {
  if (argc == 2 && argv[1] == engine::kEspeakProcessArgument) return engine::run_espeak_process();
  CLI::App app("Kokoro text to speech: text in, speech out.", "kokoro");
  Context context;
  app.require_subcommand(1);
  app.footer(kFooter);
  app.set_version_flag("--version", fmt::format("kokoro {}", program_version()));
  add_commands(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(app, error, argc > 1 ? argv[1] : "");
  }
  const auto done = context.action();
  return done ? 0 : report_error(done.error());
}

}  // namespace kokoro::cli
