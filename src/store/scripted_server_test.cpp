#include "store/scripted_server_test.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "base/ascii.hpp"

namespace kokoro::store {

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (listener_ < 0 || bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 16) != 0 || getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_, SHUT_RDWR);  // ends accept()
  acceptor_.join();
  for (auto& connection : connections_) connection.join();
  close(listener_);
}

std::string ScriptedServer::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<ScriptedRequest> ScriptedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void ScriptedServer::accept_all() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    connections_.emplace_back([this, connection] { serve(connection); });
  }
}

void ScriptedServer::serve(int connection) {
  std::string head;
  std::array<char, 4096> buffer{};
  while (head.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    head.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ScriptedRequest request;
  const auto path = head.find(' ') + 1;
  request.path = head.substr(path, head.find(' ', path) - path);
  for (auto line = head.find("\r\n") + 2; line < head.size() && head[line] != '\r';) {
    const auto end = head.find("\r\n", line);
    const auto colon = head.find(':', line);
    const std::string name = ascii_lower(head.substr(line, colon - line));
    request.headers[name] = head.substr(colon + 2, end - colon - 2);
    line = end + 2;
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  const std::string answer = script_(request);
  for (std::size_t sent = 0; sent < answer.size();) {
    const ssize_t n = send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) break;
    sent += static_cast<std::size_t>(n);
  }
  shutdown(connection, SHUT_WR);
  close(connection);
}

std::string http_response(int status, const std::string& body, const std::string& headers, long length) {
  return "HTTP/1.1 " + std::to_string(status) + " Scripted\r\nConnection: close\r\nContent-Length: " +
         std::to_string(length < 0 ? static_cast<long>(body.size()) : length) + "\r\n" + headers + "\r\n" + body;
}

std::string serve_with_ranges(const ScriptedRequest& request, const std::string& content, const std::string& etag) {
  const std::string tag = "ETag: " + etag + "\r\n";
  const auto range = request.headers.find("range");
  const auto condition = request.headers.find("if-range");
  const bool fits = condition == request.headers.end() || condition->second == etag;
  if (range == request.headers.end() || !fits) return http_response(200, content, tag);
  const std::size_t start = std::stoul(range->second.substr(6));
  if (start >= content.size()) {
    return http_response(416, "", "Content-Range: bytes */" + std::to_string(content.size()) + "\r\n");
  }
  return http_response(206, content.substr(start),
                       tag + "Content-Range: bytes " + std::to_string(start) + "-" +
                           std::to_string(content.size() - 1) + "/" + std::to_string(content.size()) + "\r\n");
}

}  // namespace kokoro::store
