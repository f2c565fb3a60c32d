#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/http/exchange.hpp"
#include "server/http/request.hpp"
#include "server/middleware/access_log.hpp"

namespace kokoro::server {

/// What the network asks of the rest of the server. Called on the network thread: none may block. All but the first may
/// be left out.
struct ServerCallbacks {
  std::function<void(Request, std::shared_ptr<Responder>)> handle;  ///< for every request that is well-formed
  /// The address that asks, which is not the peer's behind a trusted proxy.
  std::function<std::string(const Request&)> address = {};
  /// What answers a request of which only the head is known, before its body is read; nothing where it may come in. It
  /// may change whose client it is.
  std::function<std::optional<Response>(Request&)> admit = {};
  std::function<void()> on_drain = {};   ///< once, when no new work is to be accepted
  std::function<void()> on_reload = {};  ///< at SIGHUP
  std::function<void()> on_second = {};  ///< about once a second, while not draining
  /// What every response to a request carries, also one that the network makes itself.
  std::function<std::vector<std::pair<std::string, std::string>>(const Request&)> headers = {};
  std::function<void(const AccessRecord&)> log = {};  ///< after each request
  std::function<void(std::size_t)> connections = {};  ///< how many there are, when that has changed
};

}  // namespace kokoro::server
