// What a dying or broken worker process may send: no crash, no message over the limit.
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/espeak/worker_channel.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto answer = read_answer(bytes); answer && *answer) read_voices(**answer);
  int sockets[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return 0;
  const bool sent = ::send(sockets[1], data, size, MSG_DONTWAIT | MSG_NOSIGNAL) == static_cast<ssize_t>(size);
  ::close(sockets[1]);
  const auto message = receive_message(sockets[0], std::chrono::milliseconds(1000));
  if (sent && message && message->size() + 4 > size) std::abort();
  ::close(sockets[0]);
  return 0;
}
