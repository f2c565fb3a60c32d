#include "server/schema/check.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

/// Doubles below it hold every whole number.
constexpr double kExact = 9007199254740992.0;
constexpr std::size_t kQuotedBytes = 100;

/// "mp3, opus or wav".
std::string join_or(std::span<const std::string_view> names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

std::string range_of(const Field& field) {
  if (std::isinf(field.high)) return std::isinf(field.low) ? "" : fmt::format(" from {}", field.low);
  const std::string high = field.high >= kExact ? fmt::format("{:.0f}", field.high - 1) : fmt::format("{}", field.high);
  // 2^64 - 1 is no double.
  return fmt::format(" from {} to {}", field.low, field.high >= 0x1p64 ? "18446744073709551615" : high);
}

/// "a string or an object".
std::string expected_of(const Field& field) {
  std::vector<std::string> kinds;
  if (includes(field.kind, Kind::string)) kinds.emplace_back("a string");
  if (includes(field.kind, Kind::boolean)) kinds.emplace_back("true or false");
  if (includes(field.kind, Kind::number)) kinds.push_back("a number" + range_of(field));
  if (includes(field.kind, Kind::integer)) kinds.push_back("a whole number" + range_of(field));
  if (includes(field.kind, Kind::object)) kinds.emplace_back("an object");
  if (includes(field.kind, Kind::array)) kinds.emplace_back("an array");
  const std::vector<std::string_view> views(kinds.begin(), kinds.end());
  return join_or(views);
}

/// Walks a value and remembers where it is.
class Checker {
 public:
  std::optional<HttpError> check(boost::json::value& value, const Field& field) {
    if (value.is_string() && includes(field.kind, Kind::string)) return check_string(value.get_string(), field);
    if (value.is_bool() && includes(field.kind, Kind::boolean)) return std::nullopt;
    if (value.is_number() && includes(field.kind, Kind::number | Kind::integer)) return check_number(value, field);
    if (value.is_object() && includes(field.kind, Kind::object)) return check_object(value.get_object(), field);
    if (value.is_array() && includes(field.kind, Kind::array)) return check_array(value.get_array(), field);
    return refuse(422, "invalid_type", "expected " + expected_of(field));
  }

 private:
  HttpError refuse(int status, std::string code, const std::string& message) const {
    return make_http_error(status, std::move(code), path_.empty() ? "the body: " + message : path_ + ": " + message,
                           path_);
  }

  /// Something that is empty or does not exist is named by its field: "invalid_voice".
  std::string code_of(const Field& field) const {
    return field.name.empty() ? "invalid_value" : fmt::format("invalid_{}", field.name);
  }

  std::optional<HttpError> check_length(std::size_t length, std::string_view unit, const Field& field) const {
    if (length < field.min_length) {
      if (length == 0) return refuse(400, code_of(field), "this is empty");
      return refuse(400, code_of(field), fmt::format("{} {}, at least {} are needed", length, unit, field.min_length));
    }
    if (length <= field.max_length) return std::nullopt;
    return refuse(422, "out_of_range", fmt::format("{} {}, at most {} are allowed", length, unit, field.max_length));
  }

  std::optional<HttpError> check_string(boost::json::string& text, const Field& field) const {
    if (!field.choices.empty()) {
      const std::string_view given(text.data(), text.size());
      for (const auto choice : field.choices) {
        if (!same_ignoring_case(choice, given)) continue;
        text.assign(choice.data(), choice.size());
        return std::nullopt;
      }
      return refuse(field.unknown_choice, field.unknown_choice == 422 ? "invalid_choice" : code_of(field),
                    fmt::format("unknown {} \"{}\", expected {}", field.name, given.substr(0, kQuotedBytes),
                                join_or(field.choices)));
    }
    if (field.min_length == 0 && field.max_length == kUnlimited) return std::nullopt;
    return check_length(count_code_points({text.data(), text.size()}), "characters", field);
  }

  std::optional<HttpError> check_number(boost::json::value& value, const Field& field) const {
    const auto number = value.to_number<double>();
    if (!includes(field.kind, Kind::number) && value.is_double()) {
      if (std::floor(number) != number || std::abs(number) >= kExact) {
        return refuse(422, "invalid_type", "expected " + expected_of(field));
      }
      value = static_cast<std::int64_t>(number);
    }
    if (number >= field.low && number <= field.high) return std::nullopt;
    return refuse(422, "out_of_range", fmt::format("{} is outside, expected {}", number, expected_of(field)));
  }

  std::optional<HttpError> check_object(boost::json::object& object, const Field& field) {
    if (field.values != nullptr) {
      if (auto wrong = check_length(object.size(), "members", field)) return wrong;
      for (auto& [key, value] : object) {
        const std::string_view name(key.data(), key.size());
        if (auto wrong = below(fmt::format(".{}", name.substr(0, kQuotedBytes)), value, *field.values)) return wrong;
      }
    }
    if (field.object == nullptr) return std::nullopt;
    for (const auto& member : field.object->fields) {
      if (auto wrong = check_member(object, member)) return wrong;
    }
    return std::nullopt;
  }

  std::optional<HttpError> check_member(boost::json::object& object, const Field& member) {
    const boost::json::string_view name(member.name.data(), member.name.size());
    auto* value = object.if_contains(name);
    const std::string step = path_.empty() ? std::string(member.name) : fmt::format(".{}", member.name);
    if (value != nullptr && !value->is_null()) return below(step, *value, member);
    if (member.required) {
      const std::string path = path_ + step;
      return make_http_error(422, "missing_field", path + ": this field is required", path);
    }
    if (!member.default_json.empty()) {
      object[name] = boost::json::parse({member.default_json.data(), member.default_json.size()});
    }
    return std::nullopt;
  }

  std::optional<HttpError> check_array(boost::json::array& array, const Field& field) {
    if (auto wrong = check_length(array.size(), "items", field)) return wrong;
    if (field.items == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (auto wrong = below(fmt::format("[{}]", i), array[i], *field.items)) return wrong;
    }
    return std::nullopt;
  }

  std::optional<HttpError> below(const std::string& step, boost::json::value& value, const Field& field) {
    const std::size_t here = path_.size();
    path_ += step;
    auto wrong = check(value, field);
    path_.resize(here);
    return wrong;
  }

  std::string path_;
};

}  // namespace

std::optional<HttpError> find_wrong(boost::json::value& value, const Field& field) {
  return Checker().check(value, field);
}

}  // namespace kokoro::server
