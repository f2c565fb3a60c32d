#include "config/toml_file.hpp"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

namespace kokoro::config {
namespace {

const Setting* find_setting(std::string_view key) {
  for (const Setting& one : settings()) {
    if (!one.toml.empty() && one.toml == key) return &one;
  }
  return nullptr;
}

bool is_table_name(std::string_view key) {
  const std::string prefix = fmt::format("{}.", key);
  return std::ranges::any_of(settings(), [&](const Setting& one) { return one.toml.starts_with(prefix); });
}

tl::unexpected<Error> unknown_key(std::string_view key, std::string_view place) {
  for (const Setting& one : settings()) {
    if (one.name == key.substr(key.find_last_of('.') + 1) && one.toml != key) {
      const std::string where = one.toml.empty() ? fmt::format("set it with {} or {}", one.flag, one.variable)
                                                 : fmt::format("its key is {}", one.toml);
      return fail(ErrorCode::invalid_input, fmt::format("{}: '{}' does not belong here", place, key), where,
                  std::string(one.name));
    }
  }
  return fail(ErrorCode::invalid_input, fmt::format("{}: unknown setting '{}'", place, key),
              "`kokoro config --example` lists all settings", std::string(key));
}

std::optional<Value> scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return Value(text->get());
  if (const auto* number = node.as_integer()) return Value(number->get());
  if (const auto* flag = node.as_boolean()) return Value(flag->get());
  return std::nullopt;
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::floating_point:
      return "a number with a point";
    default:
      return "a date or time";
  }
}

Result<void> read_table(const toml::table& table, const std::string& prefix, std::string_view name, FileValues& out) {
  for (const auto& [name_in_table, node] : table) {
    const std::string key = prefix + std::string(name_in_table.str());
    const std::string place = fmt::format("{}:{}", name, node.source().begin.line);
    // Only known tables are entered, so depth is bounded by the settings' own.
    if (const auto* inner = node.as_table(); inner != nullptr && is_table_name(key)) {
      if (auto read = read_table(*inner, key + ".", name, out); !read) return read;
      continue;
    }
    const Setting* found = find_setting(key);
    if (found == nullptr) return unknown_key(key, place);
    const std::string key_place = fmt::format("{}: {}", place, key);
    const auto value = scalar(node);
    if (!value) {
      return fail(ErrorCode::invalid_input,
                  fmt::format("{}: {} is not {}", key_place, type_name(node), expectation(*found)),
                  std::string(found->help), std::string(found->name));
    }
    auto checked = check_value(*found, *value, key_place);
    if (!checked) return fail(checked.error());
    out[found->key] = std::move(*checked);
  }
  return {};
}

}  // namespace

Result<FileValues> read_toml(std::string_view text, std::string_view name) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(ErrorCode::invalid_input,
                fmt::format("{}:{}: not valid TOML: {}", name, error.source().begin.line, error.description()),
                "write `key = value` lines, text in quotes");
  }
  FileValues values;
  if (auto read = read_table(parsed.table(), "", name, values); !read) return fail(read.error());
  return values;
}

}  // namespace kokoro::config
