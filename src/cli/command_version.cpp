#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/commands.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {

void add_version(CLI::App& app, Context& context) {
  CLI::App& command = *app.add_subcommand("version", "Print the version of this program.");
  command.callback(
      [&context] { context.action = [] { return write_out(fmt::format("kokoro {}\n", program_version())); }; });
}

}  // namespace kokoro::cli
