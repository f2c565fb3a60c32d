#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <kokoro/cancel_token.hpp>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "server/schema/field.hpp"
#include "server/schema/http_error.hpp"

namespace kokoro::server {

/// JSON that has been checked against its fields and in which defaults stand for what was absent. Getters give nothing
/// for a value that is absent (or of another of its kinds), and throw std::logic_error for a name that is not among the
/// fields. A cheap view that shares ownership. Immutable.
class Fields {
 public:
  Fields() = default;

  /// The whole value; null when there is none.
  const boost::json::value* value() const { return value_; }
  /// Null when absent.
  const boost::json::value* find(std::string_view name) const;

  std::optional<std::string> string(std::string_view name) const;
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<double> number(std::string_view name) const;
  std::optional<std::uint64_t> unsigned_integer(std::string_view name) const;
  std::optional<Fields> object(std::string_view name) const;
  /// The items of an array of objects.
  std::vector<Fields> objects(std::string_view name) const;

 private:
  friend tl::expected<Fields, HttpError> check_value(boost::json::value value, const Field& field);
  friend tl::expected<Fields, HttpError> check_query(const std::map<std::string, std::string, std::less<>>& query,
                                                     std::span<const Field> fields);
  Fields(std::shared_ptr<const boost::json::value> owner, const boost::json::value* value,
         std::span<const Field> fields)
      : owner_(std::move(owner)), value_(value), fields_(fields) {}
  const Field& described(std::string_view name) const;

  std::shared_ptr<const boost::json::value> owner_;
  const boost::json::value* value_ = nullptr;
  std::span<const Field> fields_;
};

/// Errors: 422 (wrong type, out of bounds, unknown choice, missing), 400 (empty, a choice that does not exist); the
/// first one in the order of the fields, named by its path: "turns[2].voice".
tl::expected<Fields, HttpError> check_value(boost::json::value value, const Field& field);

/// A JSON body. Errors: 400 (no JSON, see parse_json()), and those of check_value().
tl::expected<Fields, HttpError> read_body(std::string_view body, const Field& field, const CancelToken& cancel = {});

/// Query parameters; "flag", "flag=1" and "flag=true" are true. Unknown ones are ignored. Errors: of check_value().
tl::expected<Fields, HttpError> check_query(const std::map<std::string, std::string, std::less<>>& query,
                                            std::span<const Field> fields);

}  // namespace kokoro::server
