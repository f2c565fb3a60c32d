#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace kokoro::server {

/// A blocking socket to the server under test, so that tests see the bytes themselves. Reads give up after 20 s.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

  /// Everything up to and including `end`; what came when the connection ended before that.
  std::string read_until(std::string_view end) {
    while (unread_.find(end) == std::string::npos && receive()) {
    }
    return take(unread_.find(end) == std::string::npos ? unread_.size() : unread_.find(end) + end.size());
  }

  std::string read_exactly(std::size_t bytes) {
    while (unread_.size() < bytes && receive()) {
    }
    return take(std::min(bytes, unread_.size()));
  }

  std::string read_all() {
    while (receive()) {
    }
    return take(unread_.size());
  }

  struct Answer {
    std::string head;
    std::string body;
    int status() const { return head.size() > 12 ? std::atoi(head.c_str() + 9) : 0; }
  };

  /// The next response with a Content-Length.
  Answer read_answer() {
    Answer answer{read_until("\r\n\r\n"), {}};
    static constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t at = answer.head.find(kLength);
    if (at == std::string::npos) return answer;
    answer.body = read_exactly(std::strtoull(answer.head.c_str() + at + kLength.size(), nullptr, 10));
    return answer;
  }

 private:
  bool receive() {
    char bytes[4096];
    const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    unread_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  std::string take(std::size_t bytes) {
    std::string out = unread_.substr(0, bytes);
    unread_.erase(0, bytes);
    return out;
  }

  int socket_;
  bool connected_ = false;
  std::string unread_;
};

}  // namespace kokoro::server
