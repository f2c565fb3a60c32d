#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kokoro::server {

/// Where the server listens, and the bounds of a connection.
struct NetOptions {
  std::string host = "127.0.0.1";                    ///< address or name to bind
  std::uint16_t port = 8880;                         ///< 0: the system chooses
  std::size_t max_body_bytes = 2U << 20U;            ///< of a request; more is answered 413
  std::size_t max_header_bytes = 16U << 10U;         ///< of a request; more is answered 431
  std::size_t max_connections = 4096;                ///< for more the longest idle one is closed, else they wait
  std::size_t max_connections_per_address = 1024;    ///< the same of one address, whose new one is closed else
  std::size_t max_memory_bytes = 1U << 30U;          ///< of all buffers together; beyond it the answer is 503
  std::chrono::milliseconds idle_timeout{75'000};    ///< between requests of a connection
  std::chrono::milliseconds header_timeout{10'000};  ///< from the first byte of a request to the end of its header
  std::chrono::milliseconds body_timeout{30'000};    ///< from the end of the header to the end of the body
  std::chrono::milliseconds write_timeout{60'000};   ///< without any progress of a response
  std::chrono::milliseconds socket_idle_timeout{600'000};  ///< of a WebSocket on which nothing is said
  std::chrono::milliseconds drain_delay{0};       ///< from the signal on: connections are accepted, speech is refused
  std::chrono::milliseconds drain_limit{30'000};  ///< after that: running exchanges are broken off; 0: never
  std::vector<std::string> proxies;               ///< trusted ones: addresses and networks
  bool proxy_protocol = false;                    ///< they begin each connection with the PROXY protocol
  std::filesystem::path tls_certificate;          ///< PEM; empty: no TLS
  std::filesystem::path tls_key;                  ///< PEM; empty: in the certificate's file
};

}  // namespace kokoro::server
