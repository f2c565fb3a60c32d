#pragma once

#include <cstdint>
#include <string>

namespace kokoro::server {

/// What became of one request.
struct AccessRecord {
  std::string request_id;
  std::string client;
  std::string method;
  std::string path;  ///< without the query
  int status = 0;    ///< 0: the client went before there was one
  std::uint64_t body_bytes = 0;
  double seconds = 0;
  bool complete = true;  ///< the response was sent to its end
};

/// One line at level info; neither bodies nor queries, so no text that is spoken.
void log_access(const AccessRecord& record);

}  // namespace kokoro::server
