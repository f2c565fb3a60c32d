#include "server/http/request.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace kokoro::server {

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (same_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [&](const auto& item) { return same_ignoring_case(item.first, name); }));
}

}  // namespace kokoro::server
