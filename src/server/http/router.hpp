#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/exchange.hpp"
#include "server/http/request.hpp"

namespace kokoro::server {

/// Answers one request through the responder, now or later from another thread. Must not block.
using Handler = std::function<void(const Request&, std::shared_ptr<Responder>)>;

/// Finds the handler of a request. Unknown paths get 404, known paths with another method 405 with Allow; OPTIONS is
/// answered for every known path; HEAD goes to GET's handler, the connection leaves the body out.
/// Routes are added before the first dispatch; dispatch() is thread-safe.
class Router {
 public:
  /// `pattern`: "/v1/models/{id}", a name in braces matches one segment that is not empty.
  void add(std::string method, std::string_view pattern, Handler handler);

  void dispatch(Request request, std::shared_ptr<Responder> responder) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace kokoro::server
