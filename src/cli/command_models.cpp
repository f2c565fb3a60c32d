#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/commands.hpp"
#include "cli/dictionary_state.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {
namespace {

constexpr unsigned kScopes = scope_bits();

Result<void> list_models(bool json, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  const auto engine = make_engine(*settings);
  if (!engine) return fail(engine.error());
  std::string lines = "[";
  std::vector<std::vector<std::string>> rows{{"VERSION", "WEIGHTS", ""}};
  for (const ModelInfo& model : (*engine)->models()) {
    const bool first = rows.size() == 1;
    rows.push_back({std::string(version_name(model.version)), model.path, first ? "default" : ""});
    lines += fmt::format("{}\n  {{\"version\": {}, \"path\": {}, \"embedded\": {}, \"default\": {}}}", first ? "" : ",",
                         json_text(version_name(model.version)), json_text(model.path), model.embedded, first);
  }
  for (const DictionaryState& state : dictionary_states(*settings)) {
    if (state.is_there) rows.push_back({state.tag, state.file.string(), "dictionary"});
  }
  return write_out(json ? lines + "\n]\n" : format_table(rows));
}

}  // namespace

void add_models(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "models", "List the models that are installed.", kScopes);
  auto json = std::make_shared<bool>(false);
  command.add_flag("--json", *json, "Print JSON");
  command.footer("\nExamples:\n  kokoro models\n  kokoro models --json");
  command.callback([json, &context] { context.action = [json, &context] { return list_models(*json, context); }; });
}

}  // namespace kokoro::cli
