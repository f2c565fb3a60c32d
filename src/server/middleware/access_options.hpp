#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kokoro::server {

/// Who may use the server.
struct AccessOptions {
  std::vector<std::string> api_keys;         ///< empty, without a file: no key is asked for
  std::filesystem::path api_keys_from;       ///< the settings file that has them; empty: another place
  std::filesystem::path api_key_file;        ///< one key a line; read again on SIGHUP
  bool loopback_without_key = false;         ///< clients of this machine need no key
  std::vector<std::string> cors_origins;     ///< web pages that may use the server; "*": all
  std::vector<std::string> allowed_hosts;    ///< names of the server besides its addresses; "*": all
  std::vector<std::string> trusted_proxies;  ///< addresses and networks whose X-Forwarded-For is believed
};

}  // namespace kokoro::server
