#pragma once

#include <array>
#include <span>
#include <string_view>

#include "server/schema/field.hpp"

namespace kokoro::server {

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kJsonLinesType = "application/x-ndjson";  ///< one JSON text on each line
inline constexpr std::array kJsonOnly{kJsonType};

/// One kind of answer besides errors.
struct Reply {
  int status = 200;
  std::string_view text = {};                           ///< when, and what it holds
  std::span<const std::string_view> types = kJsonOnly;  ///< its content types; empty: no content
  const Field* body = nullptr;                          ///< of application/json; null: not described
  std::span<const std::string_view> headers = {};       ///< names of those that matter
};

/// One route: what the router enforces and what the OpenAPI document says about it. Lives as long as the program.
struct Route {
  std::string_view method = "GET";
  std::string_view path;               ///< "/v1/models/{id}": a name in braces matches one segment that is not empty
  std::string_view group;              ///< heading in the document: "Speech"
  std::string_view summary;            ///< half a line
  std::string_view text = {};          ///< more, where it is needed
  std::span<const Field> params = {};  ///< one for each name in braces
  std::span<const Field> query = {};
  const Field* body = nullptr;             ///< what the JSON body may be; null: there is none, or body_type says which
  std::string_view body_type = kJsonType;  ///< another one: the handler reads Request::body itself
  std::span<const Reply> replies = {};
  std::span<const int> errors = {};  ///< statuses beyond those that every route, and every route with a body, has
  bool needs_key = true;             ///< false: answered without an API key
};

}  // namespace kokoro::server
