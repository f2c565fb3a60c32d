#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/error_body.hpp"
#include "server/json.hpp"

namespace kokoro::server {

/// Typed access to the fields of a JSON object. Absent and null fields give nothing; a field of another type gives
/// nothing too and is remembered as the error, the first one wins. Does not own the object.
class FieldReader {
 public:
  explicit FieldReader(const boost::json::object& object) : object_(object) {}

  /// Null when the field is absent or null.
  const boost::json::value* find(std::string_view name) const;

  std::optional<std::string> string(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  /// A finite number from `low` to `high`.
  std::optional<double> number(std::string_view name, double low, double high);
  /// A whole number from 0 to 2^64-1, written as an integer.
  std::optional<std::uint64_t> unsigned_integer(std::string_view name);

  /// Remembers an error unless there is one already.
  void refuse(int status, std::string code, std::string message, std::string_view field);
  const std::optional<HttpError>& error() const { return error_; }

 private:
  void wrong_type(std::string_view name, std::string_view expected);

  const boost::json::object& object_;
  std::optional<HttpError> error_;
};

}  // namespace kokoro::server
