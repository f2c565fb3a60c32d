#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/memory_budget.hpp"
#include "server/schema/fields.hpp"

namespace kokoro::server {

/// Names and values in the order they came; names compare without regard to case.
class Headers {
 public:
  void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
  /// The first value of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

/// One request, read completely, or its head before its body is read. Immutable once it is dispatched.
struct Request {
  std::string method;                                      ///< "POST"
  std::string path;                                        ///< percent-decoded, starts with '/'
  std::map<std::string, std::string, std::less<>> query;   ///< decoded; the last of equal names
  std::map<std::string, std::string, std::less<>> params;  ///< what the route's {name} segments matched
  Fields arguments;                                        ///< the query as its route describes it
  Headers headers;
  std::string body;
  Fields fields;                             ///< the JSON body as its route describes it
  std::string id;                            ///< X-Request-Id
  std::string client;                        ///< address of the peer
  bool wants_web_socket = false;             ///< asks to go on as a WebSocket
  std::shared_ptr<MemoryShare> memory = {};  ///< what its body takes
};

}  // namespace kokoro::server
