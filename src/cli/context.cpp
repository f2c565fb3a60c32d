#include "cli/context.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/log.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

log::Level log_level(std::string_view name) {
  if (name == "debug") return log::Level::debug;
  if (name == "info") return log::Level::info;
  if (name == "warning") return log::Level::warning;
  if (name == "error") return log::Level::error;
  return log::Level::off;
}

std::string placeholder(const config::Setting& setting) {
  switch (setting.type) {
    case config::Type::integer:
    case config::Type::number:
      return "N";
    case config::Type::list:
      return "LIST";
    case config::Type::path:
      return "PATH";
    case config::Type::boolean:
      return "true|false";
    default:
      return "TEXT";
  }
}

}  // namespace

Result<config::Settings> Context::settings(unsigned scopes) const {
  config::Inputs inputs;
  inputs.flags = flags;
  inputs.environment = [](const char* name) { return std::getenv(name); };
  inputs.home = [](const std::string& given) { return store::Home(given).root(); };
  inputs.scopes = scopes;
  auto settings = config::Settings::resolve(inputs);
  if (settings) log::set_level(log_level(settings->text(config::Key::log_level)));
  return settings;
}

CLI::App& make_command(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                       unsigned scopes) {
  CLI::App& command = *app.add_subcommand(name, description);
  for (const config::Setting& one : config::settings()) {
    if ((static_cast<unsigned>(one.scope) & scopes) == 0 || one.flag.empty()) continue;
    std::string help = fmt::format("{} [{}", one.help, one.variable);
    if (!one.fallback.empty()) help += fmt::format(", default {}", one.fallback);
    command
        .add_option_function<std::string>(
            std::string(one.flag), [&context, key = one.key](const std::string& text) { context.flags[key] = text; },
            help + "]")
        ->type_name(placeholder(one))
        ->group("Settings");
  }
  return command;
}

void add_model_flags(CLI::App& command, ModelFlags& flags) {
  command.add_option("--model", flags.model, "Weights outside the data directory: .pth, .safetensors or .onnx")
      ->type_name("FILE");
  command
      .add_option("--config", flags.config, "config.json of --model; default: the one beside it, else the published")
      ->type_name("FILE");
}

Result<std::unique_ptr<Engine>> make_engine(const config::Settings& settings, const std::string& model_file,
                                            const std::string& config_file, bool voice_files) {
  EngineOptions options;
  options.voice_files = voice_files;
  options.home = settings.text(config::Key::home);
  options.model_file = model_file;
  options.config_file = config_file;
  options.mecab_dictionary = settings.text(config::Key::mecab_dictionary);
  options.device = settings.text(config::Key::device);
  options.threads = static_cast<int>(settings.integer(config::Key::threads));
  options.precision = *parse_precision(settings.text(config::Key::precision));
  options.keep_packed = settings.boolean(config::Key::keep_packed);
  options.default_voice = settings.text(config::Key::default_voice);
  if (const auto& version = settings.text(config::Key::default_version); !version.empty()) {
    options.default_version = parse_version(version);
  }
  return Engine::create(options);
}

Silence silence_of(const config::Settings& settings) {
  const auto given = [&settings](config::Key key) {
    const auto ms = static_cast<int>(settings.integer(key));
    return ms >= 0 ? std::optional(ms) : std::nullopt;
  };
  return {given(config::Key::edge_silence_ms), given(config::Key::sentence_gap_ms),
          given(config::Key::paragraph_gap_ms)};
}

std::optional<double> loudness_of(const config::Settings& settings) {
  const auto lufs = settings.integer(config::Key::loudness_lufs);
  return lufs == 0 ? std::nullopt : std::optional(static_cast<double>(lufs));
}

Error with_voices_command(Error error) {
  if (error.code == ErrorCode::not_found && error.param == "voice") error.hint += ": `kokoro voices` lists them";
  return error;
}

bool speaks_demo(const Engine& engine, std::optional<ModelVersion> version) {
  const ModelVersion wanted = version.value_or(engine.default_version());
  for (const ModelInfo& model : engine.models()) {
    if (model.version == wanted) return model.embedded;
  }
  return false;
}

Result<std::optional<ModelVersion>> read_version(const std::string& text, std::string_view flag) {
  if (text.empty()) return std::nullopt;
  if (const auto version = parse_version(text)) return version;
  return fail(ErrorCode::invalid_input, fmt::format("{}: '{}' is not a model version", flag, text), "use v1.0 or v0.19",
              "version");
}

Result<double> read_number(const std::string& text, std::string_view flag, double min, double max) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = error == std::errc{} && end == text.data() + text.size();
  if (read && value >= min && value <= max) return value;  // false for NaN
  return fail(ErrorCode::invalid_input, fmt::format("{}: '{}' is not a number from {} to {}", flag, text, min, max));
}

Result<std::uint64_t> read_whole_number(const std::string& text, std::string_view flag, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value <= max) return value;
  return fail(ErrorCode::invalid_input, fmt::format("{}: '{}' is not a whole number from 0 to {}", flag, text, max));
}

}  // namespace kokoro::cli
