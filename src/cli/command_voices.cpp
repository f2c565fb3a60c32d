#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/commands.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {
namespace {

constexpr unsigned kScopes = scope_bits();

constexpr const char* kFooter = R"(
Examples:
  kokoro voices
  kokoro voices --version v0.19 --json)";

struct VoicesOptions {
  ModelFlags files;
  std::string version;
  bool json = false;
  bool names = false;
};

std::string as_json(const std::vector<VoiceInfo>& voices) {
  std::string out = "[";
  for (const VoiceInfo& voice : voices) {
    out += fmt::format(
        "{}\n  {{\"id\": {}, \"name\": {}, \"language\": {}, \"gender\": {}, \"version\": {}, \"embedded\": {}}}",
        out.size() > 1 ? "," : "", json_text(voice.id), json_text(voice.name), json_text(voice.language),
        json_text(voice.gender), json_text(version_name(voice.version)), voice.embedded);
  }
  return out + "\n]\n";
}

std::string as_table(const std::vector<VoiceInfo>& voices) {
  std::vector<std::vector<std::string>> rows{{"VOICE", "NAME", "LANGUAGE", "GENDER", "VERSION", ""}};
  for (const VoiceInfo& voice : voices) {
    rows.push_back({voice.id, voice.name, voice.language, voice.gender, std::string(version_name(voice.version)),
                    voice.embedded ? "built in" : ""});
  }
  return format_table(rows);
}

Result<void> list_voices(const VoicesOptions& options, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  const auto version = read_version(options.version, "--version");
  if (!version) return fail(version.error());
  const auto engine = make_engine(*settings, options.files.model, options.files.config);
  if (!engine) return fail(engine.error());
  const auto voices = (*engine)->voices(*version);
  if (options.json) return write_out(as_json(voices));
  if (!options.names) return write_out(as_table(voices));
  std::string lines;
  for (const VoiceInfo& voice : voices) lines += voice.id + "\n";
  return write_out(lines);
}

}  // namespace

void add_voices(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "voices", "List the voices that are installed.", kScopes);
  auto options = std::make_shared<VoicesOptions>();
  command.add_option("--version", options->version, "Only those of one model version")->type_name("v1.0|v0.19");
  auto* json = command.add_flag("--json", options->json, "Print JSON");
  command.add_flag("--names", options->names, "Print only the names, one per line")->excludes(json);
  add_model_flags(command, options->files);
  command.footer(kFooter);
  command.callback(
      [options, &context] { context.action = [options, &context] { return list_voices(*options, context); }; });
}

}  // namespace kokoro::cli
