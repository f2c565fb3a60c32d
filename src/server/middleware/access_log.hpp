#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>
#include <string>

namespace kokoro::server {

/// What became of one request.
struct AccessRecord {
  std::chrono::system_clock::time_point time = std::chrono::system_clock::now();
  std::string request_id;
  std::string client;
  std::string method;
  std::string path;  ///< without the query
  std::string user_agent;
  int status = 0;  ///< 0: the client went before there was one
  std::uint64_t body_bytes = 0;
  double seconds = 0;
  double first_byte_seconds = 0;  ///< until the head of the response was ready
  bool complete = true;           ///< the response was sent to its end
};

/// One line of JSON; neither bodies nor queries, so no text that is spoken.
std::string access_line(const AccessRecord& record);

/// Writes access lines from a thread of its own, so that a slow disk or a full pipe holds up nobody: what does not fit
/// into its bounded queue is left out and counted in a line of its own. Thread-safe.
class AccessLog {
 public:
  /// `where`: a file that is appended to, "-" for standard error, empty for none. Errors: io.
  static Result<std::unique_ptr<AccessLog>> open(const std::filesystem::path& where);
  /// Writes what is left.
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  void add(const AccessRecord& record);

  /// Opens the file again, after it was moved away. Errors: io; then the old one stays.
  Result<void> reopen();

 private:
  struct State;
  explicit AccessLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kokoro::server
