#include "server/middleware/allowed_hosts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/ascii.hpp"

namespace kokoro::server {
namespace {

bool is_v4(std::string_view name) {
  return !name.empty() && std::ranges::count(name, '.') == 3 &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) || c == '.'; });
}

bool is_v6(std::string_view name) { return name.find(':') != std::string_view::npos; }

bool is_loopback(std::string_view name) { return name == "::1" || (is_v4(name) && name.starts_with("127.")); }

/// Networks of homes and machines: no registry sells names below them.
bool is_private_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> kDomains{".localhost", ".local", ".internal", ".home.arpa", ".test"};
  return name.find('.') == std::string_view::npos ||
         std::ranges::any_of(kDomains, [&](std::string_view domain) { return name.ends_with(domain); });
}

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '*';
  });
}

}  // namespace

std::string host_name(std::string_view host) {
  if (host.starts_with('[')) return ascii_lower(host.substr(1, host.find(']') - 1));
  if (std::ranges::count(host, ':') == 1) host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return ascii_lower(host);
}

Result<AllowedHosts> AllowedHosts::make(std::string bound, const std::vector<std::string>& names) {
  AllowedHosts out;
  out.bound_ = host_name(bound);
  for (const auto& name : names) {
    const std::string lower = host_name(name);
    if (!is_name(lower) || name.find('/') != std::string::npos) {
      return fail(ErrorCode::invalid_input, fmt::format("allowed_hosts: '{}' is not a host's name", name),
                  "write names without scheme and port, such as speech.example.org or *.example.org; * allows all",
                  "allowed_hosts");
    }
    if (lower == "*") out.all_ = true;
    out.names_.push_back(lower);
  }
  return out;
}

bool AllowedHosts::allows(std::string_view host) const {
  if (all_) return true;
  const std::string name = host_name(host);
  if (name.empty() || name == bound_) return true;
  if (is_v4(name) || is_v6(name)) {
    // A server on all networks may have an address that it does not know, behind a translation of addresses.
    const bool everywhere = bound_ == "0.0.0.0" || bound_ == "::" || !(is_v4(bound_) || is_v6(bound_));
    return everywhere || is_loopback(name) == is_loopback(bound_);
  }
  if (is_private_name(name)) return true;
  return std::ranges::any_of(names_, [&](const std::string& known) {
    return known.starts_with("*.") ? name.ends_with(std::string_view(known).substr(1)) : name == known;
  });
}

}  // namespace kokoro::server
