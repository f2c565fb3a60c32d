#include "server/schema/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "base/ascii.hpp"
#include "server/json/json.hpp"
#include "server/schema/check.hpp"

namespace kokoro::server {
namespace {

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

std::string text_of(const boost::json::string& text) { return {text.data(), text.size()}; }

/// What the parameter says in the terms of its kind; the text itself where it says nothing in them.
boost::json::value typed(const std::string& text, Kind kind) {
  if (includes(kind, Kind::boolean)) {
    // Python's clients write True.
    const std::string word = ascii_lower(text);
    if (word.empty() || word == "1" || word == "true") return true;
    if (word == "0" || word == "false") return false;
  }
  if (includes(kind, Kind::integer)) {
    std::int64_t whole = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (wrong == std::errc() && end == text.data() + text.size()) return whole;
  }
  if (includes(kind, Kind::number)) {
    double number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong == std::errc() && end == text.data() + text.size()) return number;
  }
  return boost::json::value(view(text));
}

}  // namespace

const Field& Fields::described(std::string_view name) const {
  const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& row) { return row.name == name; });
  if (field == fields_.end()) throw std::logic_error(fmt::format("there is no field {}", name));
  return *field;
}

const boost::json::value* Fields::find(std::string_view name) const {
  described(name);
  const auto* object = value_ == nullptr ? nullptr : value_->if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(view(name));
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> Fields::string(std::string_view name) const {
  const auto* found = find(name);
  const auto* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::nullopt : std::optional(text_of(*text));
}

std::optional<bool> Fields::boolean(std::string_view name) const {
  const auto* found = find(name);
  const auto* flag = found == nullptr ? nullptr : found->if_bool();
  return flag == nullptr ? std::nullopt : std::optional(*flag);
}

std::optional<double> Fields::number(std::string_view name) const {
  const auto* found = find(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

std::optional<std::uint64_t> Fields::unsigned_integer(std::string_view name) const {
  const auto* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (const auto* large = found->if_uint64()) return *large;
  const auto* whole = found->if_int64();
  return whole == nullptr || *whole < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*whole));
}

std::optional<Fields> Fields::object(std::string_view name) const {
  const auto* found = find(name);
  if (found == nullptr || !found->is_object()) return std::nullopt;
  const auto* table = described(name).object;
  return Fields(owner_, found, table == nullptr ? std::span<const Field>() : table->fields);
}

std::vector<Fields> Fields::objects(std::string_view name) const {
  std::vector<Fields> out;
  const auto* found = find(name);
  const auto* array = found == nullptr ? nullptr : found->if_array();
  const auto* items = described(name).items;
  if (array == nullptr || items == nullptr || items->object == nullptr) return out;
  for (const auto& item : *array) out.push_back(Fields(owner_, &item, items->object->fields));
  return out;
}

tl::expected<Fields, HttpError> check_value(boost::json::value value, const Field& field) {
  const auto owner = std::make_shared<boost::json::value>(std::move(value));
  if (auto wrong = find_wrong(*owner, field)) return tl::unexpected(std::move(*wrong));
  return Fields(owner, owner.get(), field.object == nullptr ? std::span<const Field>() : field.object->fields);
}

tl::expected<Fields, HttpError> read_body(std::string_view body, const Field& field, const CancelToken& cancel) {
  auto value = parse_json(body, cancel);
  if (!value) return tl::unexpected(make_http_error(400, "invalid_json", value.error().message));
  return check_value(std::move(*value), field);
}

tl::expected<Fields, HttpError> check_query(const std::map<std::string, std::string, std::less<>>& query,
                                            std::span<const Field> fields) {
  boost::json::object object;
  for (const auto& field : fields) {
    if (const auto found = query.find(field.name); found != query.end()) {
      object[view(field.name)] = typed(found->second, field.kind);
    }
  }
  const Table table{"", "", fields};
  const auto owner = std::make_shared<boost::json::value>(std::move(object));
  if (auto wrong = find_wrong(*owner, object_of(table))) return tl::unexpected(std::move(*wrong));
  return Fields(owner, owner.get(), fields);
}

}  // namespace kokoro::server
