#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "server/http/request.hpp"
#include "server/http/response.hpp"
#include "server/middleware/access_options.hpp"
#include "server/middleware/allowed_hosts.hpp"
#include "server/middleware/api_keys.hpp"
#include "server/middleware/cors.hpp"
#include "server/middleware/trusted_proxies.hpp"

namespace kokoro::server {

/// What stands before all routes: keys and the pages of browsers. Thread-safe.
class Gate {
 public:
  /// `bound`: the address or name that the server listens on. Errors: those of ApiKeys, Cors, AllowedHosts and
  /// TrustedProxies.
  static Result<std::unique_ptr<Gate>> make(const AccessOptions& options, const std::string& bound = "127.0.0.1");

  /// What every response to this request carries.
  Cors::HeaderList headers(const Request& request) const { return cors_.headers(request); }

  /// The answer to a request that must not, or need not, reach a route; nothing where it may pass. `needs_key`: as
  /// Router::needs_key() has it.
  std::optional<Response> answer(const Request& request, bool needs_key) const;

  /// Whose part of the machine a request that may pass takes: its key's, told by the beginning of the key's digest,
  /// else its address's.
  std::string client(const Request& request) const;

  /// The address that asks: see TrustedProxies.
  std::string address(const Request& request) const { return proxies_.client(request); }

  bool asks_for_keys() const { return keys()->required(); }

  /// Reads the file of keys again. Errors: those of ApiKeys::make(); then the keys that were in force stay.
  Result<void> reload();

 private:
  explicit Gate(ApiKeys::Options options) : options_(std::move(options)) {}
  std::shared_ptr<const ApiKeys> keys() const;
  bool is_foreign(const Request& request) const;

  const ApiKeys::Options options_;
  Cors cors_;
  AllowedHosts hosts_;
  TrustedProxies proxies_;
  mutable std::mutex mutex_;
  std::shared_ptr<const ApiKeys> keys_;
};

}  // namespace kokoro::server
