#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::server {

/// Reads what a proxy says at the start of a connection: the PROXY protocol, version 1 or 2. It is fed with exactly the
/// bytes that it wants, so that none behind it are taken.
class ProxyHeader {
 public:
  /// So many bytes more; 0: it is complete, or wrong.
  std::size_t wanted() const { return wanted_; }
  void take(std::string_view bytes);

  /// Once nothing more is wanted.
  bool valid() const { return valid_; }
  /// The address of the proxy's client; empty where the proxy speaks for itself.
  const std::string& client() const { return client_; }

 private:
  void read_line();
  void read_binary();
  void end(bool valid);

  std::string bytes_;
  std::size_t wanted_ = 12;
  bool valid_ = false;
  std::string client_;
};

}  // namespace kokoro::server
