#pragma once

#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/request.hpp"

namespace kokoro::server {

/// Proxies whose word is taken for whom they ask. Immutable.
class TrustedProxies {
 public:
  /// `networks`: addresses, or networks such as 10.0.0.0/8. Errors: invalid_input.
  static Result<TrustedProxies> make(const std::vector<std::string>& networks);

  bool trusts(std::string_view address) const;

  /// The address that asks: the peer's, or, where that is a trusted proxy, the last one of X-Forwarded-For that is not.
  std::string client(const Request& request) const;

 private:
  struct Network {
    std::string bytes;  ///< of the address, 4 or 16
    unsigned bits = 0;
  };
  std::vector<Network> networks_;
};

}  // namespace kokoro::server
