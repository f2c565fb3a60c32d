#include "server/openai/field_reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace kokoro::server {

const boost::json::value* FieldReader::find(std::string_view name) const {
  const boost::json::value* value = object_.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

void FieldReader::refuse(int status, std::string code, std::string message, std::string_view field) {
  if (!error_) error_ = make_http_error(status, std::move(code), std::move(message), std::string(field));
}

void FieldReader::wrong_type(std::string_view name, std::string_view expected) {
  refuse(422, "invalid_type", fmt::format("{}: expected {}", name, expected), name);
}

std::optional<std::string> FieldReader::string(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->if_string()) return std::string(text->data(), text->size());
  wrong_type(name, "a string");
  return std::nullopt;
}

std::optional<bool> FieldReader::boolean(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* flag = value->if_bool()) return *flag;
  wrong_type(name, "true or false");
  return std::nullopt;
}

std::optional<double> FieldReader::number(std::string_view name, double low, double high) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    wrong_type(name, fmt::format("a number from {} to {}", low, high));
    return std::nullopt;
  }
  const auto number = value->to_number<double>();
  if (number >= low && number <= high) return number;
  refuse(422, "out_of_range", fmt::format("{}: {} is outside of {} to {}", name, number, low, high), name);
  return std::nullopt;
}

std::optional<std::uint64_t> FieldReader::unsigned_integer(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* large = value->if_uint64()) return *large;
  if (const auto* whole = value->if_int64(); whole != nullptr && *whole >= 0) return static_cast<std::uint64_t>(*whole);
  wrong_type(name, "a whole number from 0 to 18446744073709551615");
  return std::nullopt;
}

}  // namespace kokoro::server
