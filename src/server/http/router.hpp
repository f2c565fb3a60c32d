#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contract/route.hpp"
#include "server/http/exchange.hpp"
#include "server/http/request.hpp"

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

  /// Asked before a request is read any further: a response ends it there.
  using Guard = std::function<std::optional<Response>(const Request&, const Route&)>;
  void set_guard(Guard guard) { guard_ = std::move(guard); }

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
  Guard guard_;
};

/// A route that the settings switch off: 403, naming the setting.
Handler switched_off(std::string_view setting);

}  // namespace kokoro::server
