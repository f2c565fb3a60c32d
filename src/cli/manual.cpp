#include "cli/manual.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>

namespace kokoro::cli {
namespace {

/// Text as roff shows it unchanged: a hyphen is a hyphen, a backslash is one, and no line starts a request.
std::string roff_text(const std::string& text) {
  std::string out;
  bool starts_line = true;
  for (const char c : text) {
    if (starts_line && (c == '.' || c == '\'')) out += "\\&";
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else {
      out += c;
    }
    starts_line = c == '\n';
  }
  return out;
}

std::string option_paragraph(const CLI::Option& option) {
  const bool positional = option.get_positional() && option.get_lnames().empty() && option.get_snames().empty();
  std::string names = positional ? option.get_name(true) : option.get_name(false, true);
  for (std::size_t comma = names.find(','); comma != std::string::npos; comma = names.find(',', comma + 2)) {
    names.insert(comma + 1, " ");
  }
  std::string value;
  if (option.get_expected_min() > 0 && !positional) value = " " + option.get_type_name();
  return fmt::format(".TP\n.B {}{}\n{}\n", roff_text(names), roff_text(value), roff_text(option.get_description()));
}

}  // namespace

std::string manual_options(const CLI::App& app) {
  std::string out;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    out += fmt::format(".SS kokoro {}\n{}\n", roff_text(command->get_name()), roff_text(command->get_description()));
    for (const CLI::Option* option : command->get_options()) out += option_paragraph(*option);
  }
  return out;
}

}  // namespace kokoro::cli
