#include "server/middleware/trusted_proxies.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace kokoro::server {
namespace {

/// The bytes of an address, an IPv4 one within IPv6 as itself; empty for what is none.
std::string bytes_of(std::string_view text) {
  if (text.starts_with("::ffff:")) text.remove_prefix(7);
  const std::string address(text);
  std::string bytes(16, '\0');
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return bytes.substr(0, 4);
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return bytes;
  return {};
}

bool same_bits(std::string_view a, std::string_view b, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (a.substr(0, whole) != b.substr(0, whole)) return false;
  if (bits % 8 == 0) return true;
  const auto differ = static_cast<unsigned char>(a[whole] ^ b[whole]);
  return (differ >> (8 - bits % 8)) == 0;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::make(const std::vector<std::string>& networks) {
  TrustedProxies out;
  for (const auto& text : networks) {
    const std::size_t slash = text.find('/');
    Network network{bytes_of(text.substr(0, slash)), 0};
    const auto most = static_cast<unsigned>(8 * network.bytes.size());
    network.bits = most;
    bool valid = most > 0;
    if (valid && slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto [stop, wrong] = std::from_chars(text.data() + slash + 1, end, network.bits);
      valid = wrong == std::errc() && stop == end && network.bits <= most;
    }
    if (!valid) {
      return fail(ErrorCode::invalid_input, fmt::format("trusted_proxies: '{}' is no address or network", text),
                  "write addresses such as 127.0.0.1 or networks such as 10.0.0.0/8", "trusted_proxies");
    }
    out.networks_.push_back(std::move(network));
  }
  return out;
}

bool TrustedProxies::trusts(std::string_view address) const {
  const std::string bytes = bytes_of(address);
  return !bytes.empty() && std::ranges::any_of(networks_, [&](const Network& network) {
    return network.bytes.size() == bytes.size() && same_bits(network.bytes, bytes, network.bits);
  });
}

std::string TrustedProxies::client(const Request& request) const {
  std::string client = request.client;
  if (networks_.empty() || !trusts(client)) return client;
  std::string chain;
  for (const auto& [name, value] : request.headers.items()) {
    constexpr std::string_view kName = "x-forwarded-for";
    const bool same = std::equal(name.begin(), name.end(), kName.begin(), kName.end(),
                                 [](char c, char want) { return (c >= 'A' && c <= 'Z' ? c + 32 : c) == want; });
    if (same) chain += (chain.empty() ? "" : ",") + value;
  }
  std::string_view rest = chain;
  while (!rest.empty()) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
    // What is no address was not written by a proxy.
    if (bytes_of(last).empty()) return client;
    client = last;
    if (!trusts(last)) return client;
  }
  return client;
}

}  // namespace kokoro::server
