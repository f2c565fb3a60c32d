#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace kokoro::server {

/// What the bodies that are being read of each client take together, so that nobody fills the memory with bodies that
/// never end. For the network thread only.
class ClientBodies {
 public:
  /// `limit`: bytes of one client.
  explicit ClientBodies(std::size_t limit) : limit_(limit) {}

  /// Counts bytes until it goes.
  class Share {
   public:
    Share() = default;
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() {
      if (bodies_ != nullptr) bodies_->release(client_, bytes_);
    }
    /// False where the client has no more.
    bool take(ClientBodies& bodies, const std::string& client, std::size_t bytes) {
      std::size_t& used = bodies.used_[client];
      if (bytes > bodies.limit_ || used > bodies.limit_ - bytes) {
        bodies.release(client, 0);
        return false;
      }
      used += bytes;
      bodies_ = &bodies;
      client_ = client;
      bytes_ = bytes;
      return true;
    }

   private:
    ClientBodies* bodies_ = nullptr;
    std::string client_;
    std::size_t bytes_ = 0;
  };

 private:
  void release(const std::string& client, std::size_t bytes) {
    const auto own = used_.find(client);
    own->second -= bytes;
    if (own->second == 0) used_.erase(own);
  }

  const std::size_t limit_;
  std::map<std::string, std::size_t> used_;
};

}  // namespace kokoro::server
