#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/commands.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"
#include "cli/text_input.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

struct ConfigOptions {
  bool json = false;
  bool example = false;
};

/// Values as they work out: the home that an empty setting stands for.
std::string in_force(const config::Settings& settings, config::Key key) {
  if (key == config::Key::home) return store::Home(settings.text(key)).root().string();
  return settings.shown(key);
}

Result<void> show_config(const ConfigOptions& options, const Context& context) {
  if (options.example) return write_out(config::example_file());
  const auto settings = context.settings(config::kAllScopes);
  if (!settings) return fail(settings.error());
  std::string lines = "{";
  std::vector<std::vector<std::string>> rows{{"SETTING", "VALUE", "FROM"}};
  for (const config::Setting& one : config::settings()) {
    const std::string value = in_force(*settings, one.key);
    lines += fmt::format("{}\n  {}: {{\"value\": {}, \"from\": {}}}", rows.size() == 1 ? "" : ",", json_text(one.name),
                         json_text(value), json_text(settings->origin(one.key)));
    rows.push_back({std::string(one.name), value, settings->origin(one.key)});
  }
  return write_out(options.json ? lines + "\n}\n" : format_table(rows));
}

}  // namespace

void add_config(CLI::App& app, Context& context) {
  CLI::App& command =
      make_command(app, context, "config", "Show the settings in force and where each comes from.", config::kAllScopes);
  auto options = std::make_shared<ConfigOptions>();
  auto* json = command.add_flag("--json", options->json, "Print JSON");
  command.add_flag("--example", options->example, "Print a settings file with every setting and its default")
      ->excludes(json);
  command.footer(
      "\nFlags win over environment variables, those over the settings file.\n\n"
      "Examples:\n  kokoro config\n  kokoro config --example > ~/.local/share/kokoro/kokoro.toml");
  command.callback(
      [options, &context] { context.action = [options, &context] { return show_config(*options, context); }; });
}

}  // namespace kokoro::cli
