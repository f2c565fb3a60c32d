#include "cli/commands.hpp"

namespace kokoro::cli {

void add_commands(CLI::App& app, Context& context) {
  for (const auto add : {add_say, add_serve, add_voices, add_models, add_phonemize, add_pull, add_doctor, add_config,
                         add_completion, add_version, add_bench, add_parity}) {
    add(app, context);
  }
}

}  // namespace kokoro::cli
