#include "config/setting.hpp"

#include <fmt/format.h>

#include <charconv>

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

tl::unexpected<Error> wrong(const Setting& setting, std::string_view shown, std::string_view place) {
  const std::string value = setting.secret ? "the value" : fmt::format("'{}'", shown);
  return fail(ErrorCode::invalid_input, fmt::format("{}: {} is not {}", place, value, expectation(setting)),
              std::string(setting.help), std::string(setting.name));
}

std::string shown(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

}  // namespace

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
  if (setting.type == Type::boolean) {
    for (const std::string_view yes : {"true", "1", "yes", "on"}) {
      if (text == yes) return Value(true);
    }
    for (const std::string_view no : {"false", "0", "no", "off"}) {
      if (text == no) return Value(false);
    }
    return wrong(setting, text, place);
  }
  return check_value(setting, std::string(text), place);
}

Result<Value> check_value(const Setting& setting, Value value, std::string_view place) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* number = std::get_if<std::int64_t>(&value);
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
      fits = number != nullptr && *number >= setting.min && *number <= setting.max;
      break;
    case Type::boolean:
      fits = std::holds_alternative<bool>(value);
      break;
  }
  if (!fits) return wrong(setting, shown(value), place);
  return value;
}

}  // namespace kokoro::config
