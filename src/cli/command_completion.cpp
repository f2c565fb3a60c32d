#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/manual.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {
namespace {

constexpr const char* kFooter = R"(
Examples:
  kokoro completion bash > ~/.local/share/bash-completion/completions/kokoro
  kokoro completion zsh > ~/.zfunc/_kokoro
  kokoro completion fish > ~/.config/fish/completions/kokoro.fish)";

Result<void> print_completion(const CLI::App& app, const std::string& shell) {
  const auto commands = describe_commands(app);
  if (shell == "bash") return write_out(bash_completion(commands));
  if (shell == "zsh") return write_out(zsh_completion(commands));
  if (shell == "fish") return write_out(fish_completion(commands));
  if (shell == "man") return write_out(manual_options(app));
  return fail(ErrorCode::invalid_input, fmt::format("there is no completion for '{}'", shell), "use bash, zsh or fish",
              "shell");
}

}  // namespace

void add_completion(CLI::App& app, Context& context) {
  CLI::App& command = *app.add_subcommand("completion", "Print a completion script for a shell.");
  auto shell = std::make_shared<std::string>();
  command.add_option("shell", *shell, "bash, zsh or fish; man: the options as a manual page lists them")->required();
  command.footer(kFooter);
  command.callback(
      [shell, &app, &context] { context.action = [shell, &app] { return print_completion(app, *shell); }; });
}

}  // namespace kokoro::cli
