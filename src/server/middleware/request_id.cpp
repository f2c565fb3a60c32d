#include "server/middleware/request_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <random>

namespace kokoro::server {
namespace {

bool acceptable(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace

std::string request_id(std::optional<std::string_view> from_client) {
  if (from_client && acceptable(*from_client)) return std::string(*from_client);
  thread_local std::mt19937_64 random{std::random_device{}()};
  return fmt::format("req-{:016x}", random());
}

}  // namespace kokoro::server
