#include "server/net/proxy_header.hpp"

#include <arpa/inet.h>

#include <array>

namespace kokoro::server {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kLine = "PROXY "sv;
constexpr std::string_view kBinary = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t kLongestLine = 107;
constexpr std::size_t kBinaryHead = 16;
/// Addresses and what some proxies add to them.
constexpr std::size_t kLongestBinary = 2048;

std::string text_of(int family, const char* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(family, bytes, text.data(), text.size()) == nullptr ? "" : text.data();
}

bool is_address(const std::string& text) {
  std::array<char, 16> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

}  // namespace

void ProxyHeader::end(bool valid) {
  valid_ = valid;
  wanted_ = 0;
}

void ProxyHeader::take(std::string_view bytes) {
  bytes_ += bytes;
  if (bytes_.starts_with(kBinary)) return read_binary();
  if (bytes_.starts_with(kLine)) return read_line();
  end(false);
}

/// "PROXY TCP4 192.0.2.1 192.0.2.9 56324 443\r\n"
void ProxyHeader::read_line() {
  if (!bytes_.ends_with('\n')) {
    wanted_ = 1;
    if (bytes_.size() == kLongestLine) end(false);
    return;
  }
  std::string_view rest = std::string_view(bytes_).substr(kLine.size());
  if (rest.starts_with("UNKNOWN")) return end(true);
  if (!rest.starts_with("TCP4 ") && !rest.starts_with("TCP6 ")) return end(false);
  rest.remove_prefix(5);
  client_ = rest.substr(0, rest.find(' '));
  end(bytes_.ends_with("\r\n") && is_address(client_));
  if (!valid_) client_.clear();
}

void ProxyHeader::read_binary() {
  if (bytes_.size() < kBinaryHead) {
    wanted_ = kBinaryHead - bytes_.size();
    return;
  }
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes_[i]); };
  const std::size_t length = static_cast<std::size_t>(byte(14)) * 256 + byte(15);
  if (byte(12) >> 4U != 2 || length > kLongestBinary) return end(false);
  if (bytes_.size() < kBinaryHead + length) {
    wanted_ = kBinaryHead + length - bytes_.size();
    return;
  }
  // A command other than PROXY is the proxy's own, as to ask for its health.
  if ((byte(12) & 0x0FU) == 1) {
    if (byte(13) >> 4U == 1 && length >= 12) client_ = text_of(AF_INET, bytes_.data() + kBinaryHead);
    if (byte(13) >> 4U == 2 && length >= 36) client_ = text_of(AF_INET6, bytes_.data() + kBinaryHead);
  }
  end(true);
}

}  // namespace kokoro::server
