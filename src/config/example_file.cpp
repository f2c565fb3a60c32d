#include <fmt/format.h>

#include "config/settings.hpp"

namespace kokoro::config {

std::string example_file() {
  std::string out =
      "# Settings of kokoro: kokoro.toml in the data directory, or the file of --config-file.\n"
      "# Flags win over the environment, the environment over this file.\n";
  std::string_view table;
  // Keys without a table come first in TOML; the settings table keeps that order.
  for (const Setting& one : settings()) {
    if (one.toml.empty()) continue;
    const auto dot = one.toml.find('.');
    const std::string_view its_table = dot == std::string_view::npos ? "" : one.toml.substr(0, dot);
    if (its_table != table) out += fmt::format("\n[{}]\n", its_table);
    table = its_table;
    std::string value(one.fallback);
    if (one.type == Type::list) value = "[]";  // no list has a default
    if (one.type == Type::text || one.type == Type::path || one.type == Type::choice) value = "\"" + value + "\"";
    const std::string_view key = dot == std::string_view::npos ? one.toml : one.toml.substr(dot + 1);
    out += fmt::format("\n# {}\n# Environment: {}.", one.help, one.variable);
    out += one.flag.empty() ? "\n" : fmt::format(" Flag: {}.\n", one.flag);
    if (one.type == Type::integer || one.type == Type::choice || one.type == Type::number)
      out += fmt::format("# Accepts {}.\n", expectation(one));
    out += fmt::format("# {} = {}\n", key, value);
  }
  return out;
}

}  // namespace kokoro::config
