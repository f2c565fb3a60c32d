#pragma once

#include "cli/context.hpp"

namespace kokoro::cli {

// One function per command, each in command_<name>.cpp: it adds the subcommand with its options to `app` and, when the
// command is chosen, leaves what is to be done in `context.action`. commands.cpp lists them in the order of the help.
void add_say(CLI::App& app, Context& context);
void add_serve(CLI::App& app, Context& context);
void add_voices(CLI::App& app, Context& context);
void add_models(CLI::App& app, Context& context);
void add_phonemize(CLI::App& app, Context& context);
void add_pull(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_config(CLI::App& app, Context& context);
void add_completion(CLI::App& app, Context& context);
void add_version(CLI::App& app, Context& context);
void add_bench(CLI::App& app, Context& context);
void add_parity(CLI::App& app, Context& context);

/// Adds every command.
void add_commands(CLI::App& app, Context& context);

}  // namespace kokoro::cli
