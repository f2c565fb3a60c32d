#include "server/net/systemd.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/log.hpp"

namespace kokoro::server {
namespace {

constexpr int kFirstPassed = 3;
constexpr int kMaxPassed = 64;

/// The number that a variable holds; 0 where it holds none.
long long number_in(const char* variable) {
  const char* text = std::getenv(variable);
  long long number = 0;
  if (text != nullptr) std::from_chars(text, text + std::strlen(text), number);
  return number;
}

bool listens_for_tcp(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  int listening = 0;
  socklen_t flag_size = sizeof listening;
  return ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
         (address.ss_family == AF_INET || address.ss_family == AF_INET6) &&
         ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &flag_size) == 0 && listening != 0;
}

}  // namespace

Result<std::vector<int>> take_passed_sockets() {
  const long long count = number_in("LISTEN_FDS");
  const bool ours = number_in("LISTEN_PID") == ::getpid();
  for (const char* name : {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}) ::unsetenv(name);
  std::vector<int> sockets;
  if (!ours || count < 1) return sockets;
  for (int socket = kFirstPassed; socket < kFirstPassed + std::min<long long>(count, kMaxPassed); ++socket) {
    if (!listens_for_tcp(socket)) {
      return fail(ErrorCode::invalid_input,
                  fmt::format("file descriptor {} of the service manager is no listening TCP socket", socket),
                  "a socket unit for kokoro has ListenStream=ADDRESS:PORT and Accept=no");
    }
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    sockets.push_back(socket);
  }
  return sockets;
}

void notify_manager(std::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || *path == '\0') return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(path);
  if (length >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path, length);
  if (*path == '@') address.sun_path[0] = '\0';  // an abstract address
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  if (::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&address),
               size) < 0) {
    log::warning("the service manager cannot be told {}: {}", state, std::strerror(errno));
  }
  ::close(socket);
}

std::chrono::milliseconds watchdog_period() {
  const long long pid = number_in("WATCHDOG_PID");
  if (pid != 0 && pid != ::getpid()) return std::chrono::milliseconds(0);
  return std::chrono::milliseconds(number_in("WATCHDOG_USEC") / 2000);
}

}  // namespace kokoro::server
