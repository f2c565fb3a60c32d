#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.hpp"
#include "server/http/request.hpp"
#include "server/schema/route.hpp"

namespace kokoro::server {

/// Answers one request through the responder, now or later from another thread. Must not block.
using Handler = std::function<void(const Request&, std::shared_ptr<Responder>)>;

/// Finds the handler of a request and checks the request against the route's tables before it gets there: query,
/// content type and JSON body (Request::arguments, Request::fields). Unknown paths get 404, known paths with another
/// method 405 with Allow; OPTIONS is answered for every known path; HEAD goes to GET's handler, the connection leaves
/// the body out. Routes are added before the first dispatch; dispatch() is thread-safe.
class Router {
 public:
  /// `route` must outlive this.
  void add(const Route& route, Handler handler);

  /// Reads a long body apart from the network, with `read`, and calls `then` afterwards; either is left out when nobody
  /// waits for the answer any more, or another answer has been given.
  using ReadApart = std::function<void(const std::string& client, const std::shared_ptr<Responder>& responder,
                                       std::function<void(const CancelToken&)> read, std::function<void()> then)>;
  void set_read_apart(ReadApart read_apart) { read_apart_ = std::move(read_apart); }

  /// Whether nobody may ask for `path` without a key: true unless it is of a route that says otherwise.
  bool needs_key(std::string_view path) const;

  void dispatch(Request request, std::shared_ptr<Responder> responder) const;

  /// All of them, in the order they were added.
  std::vector<const Route*> routes() const;

 private:
  struct Entry {
    const Route* route;
    std::vector<std::string> segments;
    Handler handler;
  };
  void call(const Entry& entry, Request request, std::shared_ptr<Responder> responder) const;

  std::vector<Entry> entries_;
  ReadApart read_apart_;
};

/// A route that the settings switch off: 403, naming the setting.
Handler switched_off(std::string_view setting);

}  // namespace kokoro::server
