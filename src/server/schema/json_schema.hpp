#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "server/schema/field.hpp"

namespace kokoro::server {

/// Writes fields as JSON Schema. Tables become components that are referred to by their names.
class SchemaWriter {
 public:
  boost::json::object write(const Field& field);

  /// The components that were referred to so far: {"SpeechRequest": {…}}.
  const boost::json::object& components() const { return components_; }

 private:
  void add_component(const Table& table);
  boost::json::object members_of(const Table& table);

  boost::json::object components_;
};

/// The same text in the type that Boost takes for keys and values; it is not copied.
inline boost::json::string_view json_text(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace kokoro::server
