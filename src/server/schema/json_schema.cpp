#include "server/schema/json_schema.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace kokoro::server {
namespace {

constexpr std::pair<Kind, std::string_view> kTypeNames[] = {{Kind::string, "string"}, {Kind::boolean, "boolean"},
                                                            {Kind::number, "number"}, {Kind::integer, "integer"},
                                                            {Kind::object, "object"}, {Kind::array, "array"}};

boost::json::value type_of(const Field& field) {
  boost::json::array types;
  for (const auto& [kind, name] : kTypeNames) {
    if (includes(field.kind, kind)) types.push_back(json_text(name));
  }
  if (!field.required && !field.name.empty()) types.push_back("null");
  return types.size() == 1 ? types.front() : boost::json::value(std::move(types));
}

/// 4 instead of 4.0, and 2^64-1 where the double nearest to it is 2^64.
boost::json::value bound(double number) {
  if (number >= 0x1p64) return std::numeric_limits<std::uint64_t>::max();
  if (std::floor(number) == number && std::abs(number) < 0x1p53) return static_cast<std::int64_t>(number);
  return number;
}

boost::json::value parsed(std::string_view json) { return boost::json::parse({json.data(), json.size()}); }

void add_bounds(boost::json::object& schema, const Field& field) {
  if (!std::isinf(field.low)) schema["minimum"] = bound(field.low);
  if (!std::isinf(field.high)) schema["maximum"] = bound(field.high);
  const char* low = "minLength";
  const char* high = "maxLength";
  if (includes(field.kind, Kind::array)) low = "minItems", high = "maxItems";
  if (field.values != nullptr) low = "minProperties", high = "maxProperties";
  if (field.min_length > 0) schema[low] = field.min_length;
  if (field.max_length != kUnlimited) schema[high] = field.max_length;
  if (field.choices.empty()) return;
  boost::json::array choices;
  for (const auto choice : field.choices) choices.push_back(json_text(choice));
  if (!field.required && !field.name.empty()) choices.push_back(nullptr);
  schema["enum"] = std::move(choices);
}

}  // namespace

boost::json::object SchemaWriter::members_of(const Table& table) {
  boost::json::object out;
  if (!table.text.empty()) out["description"] = json_text(table.text);
  boost::json::object members;
  boost::json::array required;
  for (const auto& member : table.fields) {
    members[json_text(member.name)] = write(member);
    if (member.required) required.push_back(json_text(member.name));
  }
  out["properties"] = std::move(members);
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

void SchemaWriter::add_component(const Table& table) {
  if (components_.contains(json_text(table.name))) return;
  components_[json_text(table.name)] = nullptr;  // known before its members are: a table may hold itself
  boost::json::object component{{"type", "object"}};
  for (auto& [key, value] : members_of(table)) component[key] = std::move(value);
  components_[json_text(table.name)] = std::move(component);
}

boost::json::object SchemaWriter::write(const Field& field) {
  boost::json::object schema;
  if (field.kind == Kind::object && field.object != nullptr && (field.required || field.name.empty())) {
    add_component(*field.object);
    schema["$ref"] = "#/components/schemas/" + std::string(field.object->name);
  } else {
    schema["type"] = type_of(field);
    if (field.object != nullptr) {
      for (auto& [key, value] : members_of(*field.object)) schema[key] = std::move(value);
    }
  }
  if (!field.text.empty()) schema["description"] = json_text(field.text);
  add_bounds(schema, field);
  if (field.items != nullptr) schema["items"] = write(*field.items);
  if (field.values != nullptr) schema["additionalProperties"] = write(*field.values);
  if (!field.default_json.empty()) schema["default"] = parsed(field.default_json);
  if (!field.example_json.empty()) schema["examples"] = boost::json::array{parsed(field.example_json)};
  return schema;
}

}  // namespace kokoro::server
