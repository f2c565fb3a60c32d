#pragma once

#include <functional>
#include <kokoro/engine.hpp>
#include <kokoro/error.hpp>
#include <map>
#include <memory>
#include <string>

#include "config/settings.hpp"

namespace CLI {
class App;
}

namespace kokoro::cli {

/// What the commands share while one command line is read and run. Not thread-safe.
struct Context {
  std::map<config::Key, std::string> flags;  ///< settings given as flags
  std::function<Result<void>()> action;      ///< of the command that was chosen

  /// The settings in force for a command that uses `scopes` (bits of config::Scope); also sets the log level.
  Result<config::Settings> settings(unsigned scopes) const;
};

/// Bits of a few scopes.
template <class... Scopes>
constexpr unsigned scope_bits(Scopes... scopes) {
  return (static_cast<unsigned>(config::Scope::program) | ... | static_cast<unsigned>(scopes));
}

/// Makes a subcommand that takes the settings of `scopes` as flags.
CLI::App& make_command(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                       unsigned scopes);

/// Files of a model outside the data directory, as commands take them.
struct ModelFlags {
  std::string model;
  std::string config;
};

/// Adds --model and --config.
void add_model_flags(CLI::App& command, ModelFlags& flags);

/// An engine on the home and threads of the settings. `voice_files`: whether the voice of a request may be the path of
/// a file.
Result<std::unique_ptr<Engine>> make_engine(const config::Settings& settings, const std::string& model_file = {},
                                            const std::string& config_file = {}, bool voice_files = true);

/// The settings of Scope::audio.
Silence silence_of(const config::Settings& settings);
std::optional<double> loudness_of(const config::Settings& settings);

/// An error that a voice does not exist with the command that lists those that do; others as they are.
Error with_voices_command(Error error);

/// Whether the model that serves `version` (empty: the default) is the small one inside the program.
bool speaks_demo(const Engine& engine, std::optional<ModelVersion> version);

/// The line that says so.
inline constexpr std::string_view kDemoLine = "This is the small demo voice; `kokoro pull` fetches the real one.";

/// Reads "v1.0" or "v0.19"; empty gives nothing. Errors: invalid_input, naming the flag.
Result<std::optional<ModelVersion>> read_version(const std::string& text, std::string_view flag);

/// Reads a number. Errors: invalid_input, naming the flag and what it wants.
Result<double> read_number(const std::string& text, std::string_view flag, double min, double max);
Result<std::uint64_t> read_whole_number(const std::string& text, std::string_view flag, std::uint64_t max);

}  // namespace kokoro::cli
