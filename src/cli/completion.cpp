#include "cli/completion.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>

namespace kokoro::cli {
namespace {

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::vector<std::string> command_names(const std::vector<CommandWords>& commands) {
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command.name);
  return names;
}

/// In single quotes of a shell.
std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Text inside a zsh argument specification: colons and brackets have a meaning there.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::vector<CommandWords> describe_commands(const CLI::App& app) {
  std::vector<CommandWords> commands;
  for (const CLI::App* one : app.get_subcommands([](const CLI::App*) { return true; })) {
    CommandWords words{one->get_name(), one->get_description(), {}};
    for (const CLI::Option* option : one->get_options()) {
      const bool takes_value = option->get_expected_min() > 0;
      const std::string type = option->get_type_name();
      const bool takes_file = takes_value && (type.find("FILE") != std::string::npos || type == "PATH");
      for (const auto& name : option->get_lnames()) {
        words.flags.push_back({"--" + name, option->get_description(), takes_value, takes_file});
      }
      for (const auto& name : option->get_snames()) {
        words.flags.push_back({"-" + name, option->get_description(), takes_value, takes_file});
      }
    }
    commands.push_back(std::move(words));
  }
  return commands;
}

std::string bash_completion(const std::vector<CommandWords>& commands) {
  std::string cases;
  for (const auto& command : commands) {
    std::vector<std::string> flags;
    for (const auto& flag : command.flags) flags.push_back(flag.name);
    cases += fmt::format("    {}) flags={} ;;\n", command.name, in_quotes(joined(flags)));
  }
  return fmt::format(R"sh(# Bash completion for kokoro.
_kokoro() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} flags=
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W {} -- "$current"))
    return
  fi
  case $previous in
    --voice) COMPREPLY=($(compgen -W "$(kokoro voices --names 2>/dev/null)" -- "$current")); return ;;
    --version) COMPREPLY=($(compgen -W 'v1.0 v0.19' -- "$current")); return ;;
  esac
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _kokoro kokoro
)sh",
                     in_quotes(joined(command_names(commands)) + " --help --version"), cases);
}

std::string zsh_completion(const std::vector<CommandWords>& commands) {
  std::string names;
  std::string cases;
  for (const auto& command : commands) {
    names += fmt::format("    {}\n", in_quotes(zsh_text(command.name) + ":" + zsh_text(command.help)));
    cases += fmt::format("    {})\n      _arguments", command.name);
    for (const auto& flag : command.flags) {
      std::string spec = fmt::format("{}[{}]", flag.name, zsh_text(flag.help));
      if (flag.name == "--voice") {
        spec += ":voice:($(kokoro voices --names 2>/dev/null))";
      } else if (flag.takes_value) {
        spec += flag.takes_file ? ":file:_files" : ":value:";
      }
      cases += " \\\n        " + in_quotes(spec);
    }
    cases += " \\\n        '*:file:_files' ;;\n";
  }
  return fmt::format(R"sh(#compdef kokoro
# Zsh completion for kokoro.
_kokoro() {{
  local -a commands=(
{}  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
{}  esac
}}
_kokoro "$@"
)sh",
                     names, cases);
}

std::string fish_completion(const std::vector<CommandWords>& commands) {
  std::string out = "# Fish completion for kokoro.\n";
  for (const auto& command : commands) {
    out += fmt::format("complete -c kokoro -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                       in_quotes(command.help));
    for (const auto& flag : command.flags) {
      const bool is_long = flag.name.starts_with("--");
      out += fmt::format("complete -c kokoro -n '__fish_seen_subcommand_from {}' {} {}{}{} -d {}\n", command.name,
                         is_long ? "-l" : "-s", flag.name.substr(is_long ? 2 : 1), flag.takes_value ? " -r" : "",
                         flag.name == "--voice" ? " -f -a '(kokoro voices --names 2>/dev/null)'" : "",
                         in_quotes(flag.help));
    }
  }
  return out;
}

}  // namespace kokoro::cli
