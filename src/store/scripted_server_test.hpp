#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kokoro::store {

/// What a client asked for.
struct ScriptedRequest {
  std::string path;
  std::map<std::string, std::string> headers;  ///< names in lower case
};

/// What it gets: raw bytes, after which the connection is closed.
using Script = std::function<std::string(const ScriptedRequest&)>;

/// An HTTP server on 127.0.0.1 for tests: one request per connection, a thread per connection, answers from a function.
class ScriptedServer {
 public:
  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  std::string url() const;
  /// The requests so far, in order of arrival.
  std::vector<ScriptedRequest> requests() const;

 private:
  void accept_all();
  void serve(int connection);

  Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<ScriptedRequest> requests_;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

/// "HTTP/1.1 200 OK" with headers (each line ends in \r\n) and body; Content-Length is `length`, by default the body's.
std::string http_response(int status, const std::string& body, const std::string& headers = {}, long length = -1);

/// A response to a request that may ask for a range of `content`.
std::string serve_with_ranges(const ScriptedRequest& request, const std::string& content, const std::string& etag);

}  // namespace kokoro::store
