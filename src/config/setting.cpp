#include "config/setting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"

namespace kokoro::config {
namespace {

std::string listed(std::string_view choices) {
  std::string text(choices);
  for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos; at += 2) text.replace(at, 1, ", ");
  return text;
}

bool is_choice(std::string_view choices, std::string_view text) {
  // Spaces around both, so that only whole words match.
  return !text.empty() && text.find(' ') == std::string_view::npos &&
         fmt::format(" {} ", choices).find(fmt::format(" {} ", text)) != std::string::npos;
}

/// "a, b" or ["a", "b"]; nothing where a JSON list is malformed.
std::optional<List> read_list(std::string_view text) {
  text = trim(text);
  const bool json = text.starts_with('[');
  const bool given = !text.empty();
  if (json && (!text.ends_with(']') || text.size() < 2)) return std::nullopt;
  if (json) text = trim(text.substr(1, text.size() - 2));
  List out;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view item = trim(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (json) {
      if (item.size() < 2 || !item.starts_with('"') || !item.ends_with('"')) return std::nullopt;
      item = item.substr(1, item.size() - 2);
    }
    if (!item.empty()) out.emplace_back(item);
  }
  // "," was meant to be something: a list of keys that is empty would open the server.
  if (out.empty() && given && !json) return std::nullopt;
  return out;
}

tl::unexpected<Error> wrong(const Setting& setting, std::string_view shown, std::string_view place) {
  const std::string value = setting.secret ? "the value" : fmt::format("'{}'", shown);
  return fail(ErrorCode::invalid_input, fmt::format("{}: {} is not {}", place, value, expectation(setting)),
              std::string(setting.help), std::string(setting.name));
}

}  // namespace

std::string shown(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* list = std::get_if<List>(&value)) return fmt::format("{}", fmt::join(*list, ", "));
  return std::get<bool>(value) ? "true" : "false";
}

std::string expectation(const Setting& setting) {
  switch (setting.type) {
    case Type::text:
      return "text";
    case Type::path:
      return "a path";
    case Type::choice:
      return fmt::format("one of {}", listed(setting.choices));
    case Type::integer:
      return fmt::format("a whole number from {} to {}", setting.min, setting.max);
    case Type::boolean:
      return "true or false";
    case Type::number:
      return fmt::format("a number from {} to {}", setting.min, setting.max);
    case Type::list:
      return "a list of words separated by commas";
  }
  return {};
}

Result<Value> parse_value(const Setting& setting, std::string_view text, std::string_view place) {
  if (setting.type == Type::integer) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return wrong(setting, text, place);
    return check_value(setting, number, place);
  }
  if (setting.type == Type::number) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return wrong(setting, text, place);
    return check_value(setting, number, place);
  }
  if (setting.type == Type::list) {
    auto list = read_list(text);
    if (!list) return wrong(setting, text, place);
    return check_value(setting, std::move(*list), place);
  }
  if (setting.type == Type::boolean) {
    // What Kokoro-FastAPI takes, in any case: its users have "True" in their files.
    const std::string word = ascii_lower(text);
    for (const std::string_view yes : {"true", "1", "yes", "on", "t", "y"}) {
      if (word == yes) return Value(true);
    }
    for (const std::string_view no : {"false", "0", "no", "off", "f", "n"}) {
      if (word == no) return Value(false);
    }
    return wrong(setting, text, place);
  }
  if (setting.type == Type::choice) return check_value(setting, ascii_lower(text), place);
  return check_value(setting, std::string(text), place);
}

Result<Value> check_value(const Setting& setting, Value value, std::string_view place) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (setting.type == Type::number && whole != nullptr) value = static_cast<double>(*whole);  // "speed = 1"
  const auto* number = std::get_if<double>(&value);
  bool fits = false;
  switch (setting.type) {
    case Type::text:
    case Type::path:
      fits = text != nullptr && text->find('\0') == std::string::npos;
      break;
    case Type::choice:
      fits = text != nullptr && (is_choice(setting.choices, *text) || *text == setting.fallback);
      break;
    case Type::integer:
      fits =
          whole != nullptr && static_cast<double>(*whole) >= setting.min && static_cast<double>(*whole) <= setting.max;
      break;
    case Type::number:
      fits = number != nullptr && *number >= setting.min && *number <= setting.max;  // false for NaN
      break;
    case Type::list:
      fits = std::holds_alternative<List>(value);
      break;
    case Type::boolean:
      fits = std::holds_alternative<bool>(value);
      break;
  }
  if (!fits) return wrong(setting, shown(value), place);
  return value;
}

}  // namespace kokoro::config
