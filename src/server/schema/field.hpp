#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace kokoro::server {

/// What may stand somewhere in JSON; kinds are joined with '|'.
enum class Kind : std::uint8_t { string = 1, boolean = 2, number = 4, integer = 8, object = 16, array = 32 };

constexpr Kind operator|(Kind a, Kind b) {
  return static_cast<Kind>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool includes(Kind set, Kind one) { return (static_cast<unsigned>(set) & static_cast<unsigned>(one)) != 0; }

struct Table;

inline constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

/// One value of a request or response: what validation enforces and what the OpenAPI document says. Members that do not
/// fit the kind are ignored, as in JSON Schema. A field that is not required may be null, which is the same as absent.
struct Field {
  std::string_view name = {};  ///< of a member or parameter; empty: an item, a map's value or a whole body
  Kind kind = Kind::string;
  std::string_view text = {};  ///< what it means, for people
  bool required = false;
  std::string_view default_json = {};  ///< put in place of an absent value; empty: none
  std::string_view example_json = {};
  double low = -std::numeric_limits<double>::infinity();  ///< of a number
  double high = std::numeric_limits<double>::infinity();
  std::span<const std::string_view> choices = {};  ///< of a string, in any case of letters
  int unknown_choice = 422;                        ///< the status for another one; 400: something that does not exist
  std::size_t min_length = 0;           ///< characters of a string, items of an array, members of a map; less: 400
  std::size_t max_length = kUnlimited;  ///< more: 422
  const Table* object = nullptr;        ///< the members of an object
  const Field* items = nullptr;         ///< the items of an array
  const Field* values = nullptr;        ///< the values of an object whose keys are free
};

/// The members of an object. Unknown members are ignored.
struct Table {
  std::string_view name;  ///< in the document: "SpeechRequest"
  std::string_view text;
  std::span<const Field> fields;
};

/// A body, or an item, that is an object.
constexpr Field object_of(const Table& table) { return {.kind = Kind::object, .required = true, .object = &table}; }

}  // namespace kokoro::server
