#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kokoro::cli {

/// What a shell can complete of one command.
struct CommandWords {
  struct Flag {
    std::string name;  ///< "--voice" or "-q"
    std::string help;
    bool takes_value = false;
    bool takes_file = false;
  };
  std::string name;
  std::string help;
  std::vector<Flag> flags;
};

/// The commands of the program as its command line knows them.
std::vector<CommandWords> describe_commands(const CLI::App& app);

/// Scripts that complete commands, flags, files, and the names of installed voices behind --voice.
std::string bash_completion(const std::vector<CommandWords>& commands);
std::string zsh_completion(const std::vector<CommandWords>& commands);
std::string fish_completion(const std::vector<CommandWords>& commands);

}  // namespace kokoro::cli
