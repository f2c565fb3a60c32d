#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <string>

#include "server/net/callbacks.hpp"
#include "server/net/net_options.hpp"

namespace kokoro::server {

/// Listens, reads requests, writes responses: HTTP/1.1 with keep-alive, over TLS where the options name a certificate,
/// and WebSockets, on one thread. What requests mean is the
/// handler's business, which must not block. Not thread-safe but for shut_down().
class HttpServer {
 public:
  using Callbacks = ServerCallbacks;

  HttpServer(const NetOptions& options, Callbacks callbacks, MemoryBudget& memory);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Binds and listens, or takes over the sockets of the service manager; returns the URL with the port that was bound.
  /// From here on SIGINT, SIGTERM and SIGHUP are handled.
  /// Errors: invalid_input (a host that is no address of this machine), unavailable (in use, no permission), those of
  /// make_tls_context().
  Result<std::string> listen();

  /// Serves until a signal or shut_down(), then until the running exchanges are finished. Errors: cancelled (a second
  /// signal came before that). Whoever still computes a response must be stopped before this object is destroyed.
  Result<void> run();

  /// As the first signal. Thread-safe.
  void shut_down();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kokoro::server
