#include "server/middleware/access_log.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "base/log.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;

/// As a JSON string; bytes that need not be UTF-8 become question marks.
std::string quoted(std::string text) {
  for (char& c : text) c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

/// 0, or the errno with which it ended.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

}  // namespace

std::string access_line(const AccessRecord& record) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(record.time);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(record.time - whole).count();
  return fmt::format(
      R"({{"time":"{:%Y-%m-%dT%H:%M:%S}.{:03}Z","request_id":{},"client":{},"method":{},"path":{},"status":{},)"
      R"("bytes":{},"seconds":{:.6f},"first_byte_seconds":{:.6f},"complete":{},"user_agent":{}}})"
      "\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(whole)), ms, quoted(record.request_id), quoted(record.client),
      quoted(record.method), quoted(record.path), record.status, record.body_bytes, record.seconds,
      record.first_byte_seconds, record.complete, quoted(record.user_agent));
}

struct AccessLog::State {
  std::filesystem::path where;
  int file = -1;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::string> waiting;
  std::size_t left_out = 0;
  bool stopped = false;
  bool failing = false;  ///< of the writing thread alone
  std::thread thread;

  ~State() {
    if (file > STDERR_FILENO) ::close(file);
  }

  Result<int> open_file() const {
    if (where == "-") return STDERR_FILENO;
    const int opened = ::open(where.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (opened >= 0) return opened;
    return fail(ErrorCode::io, fmt::format("access log: cannot write {}: {}", where.string(), std::strerror(errno)),
                "name a file in a folder that exists, or - for standard error", "access_log");
  }

  /// Says once that lines are lost, and once that they no longer are. Standard error cannot be told of itself.
  void report(int failed) {
    if (where == "-" || (failed != 0) == failing) return;
    failing = failed != 0;
    if (failing) {
      log::error("access log: cannot write {}: {}; its lines are lost until it can", where.string(),
                 std::strerror(failed));
    } else {
      log::info("access log: {} is written again", where.string());
    }
  }

  void write_lines() {
    std::unique_lock lock(mutex);
    while (true) {
      wake.wait(lock, [this] { return stopped || !waiting.empty(); });
      if (waiting.empty()) return;
      std::string lines;
      for (const auto& line : waiting) lines += line;
      if (left_out > 0) lines += fmt::format("{{\"left_out\":{}}}\n", std::exchange(left_out, 0));
      waiting.clear();
      // Its own copy: the file may be opened again meanwhile.
      const int out = where == "-" ? STDERR_FILENO : ::fcntl(file, F_DUPFD_CLOEXEC, 0);
      lock.unlock();
      report(write_all(out, lines));
      if (out != STDERR_FILENO && out >= 0) ::close(out);
      lock.lock();
    }
  }
};

AccessLog::AccessLog(std::unique_ptr<State> state) : state_(std::move(state)) {
  if (state_->file >= 0) state_->thread = std::thread([this] { state_->write_lines(); });
}

AccessLog::~AccessLog() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopped = true;
  }
  state_->wake.notify_one();
  if (state_->thread.joinable()) state_->thread.join();
}

Result<std::unique_ptr<AccessLog>> AccessLog::open(const std::filesystem::path& where) {
  auto state = std::make_unique<State>();
  state->where = where;
  if (!where.empty()) {
    const auto file = state->open_file();
    if (!file) return fail(file.error());
    state->file = *file;
  }
  return std::unique_ptr<AccessLog>(new AccessLog(std::move(state)));
}

void AccessLog::add(const AccessRecord& record) {
  if (log::enabled(log::Level::info)) {
    log::info("{} {} {} {} {} {} bytes {:.1f} ms{}", record.request_id, record.client, record.method, record.path,
              record.status, record.body_bytes, record.seconds * 1e3, record.complete ? "" : " incomplete");
  }
  if (state_->where.empty()) return;
  std::string line = access_line(record);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->waiting.size() >= kMaxWaiting) {
      ++state_->left_out;
      return;
    }
    state_->waiting.push_back(std::move(line));
  }
  state_->wake.notify_one();
}

Result<void> AccessLog::reopen() {
  if (state_->where.empty() || state_->where == "-") return {};
  const auto file = state_->open_file();
  if (!file) return fail(file.error());
  const std::lock_guard lock(state_->mutex);
  ::close(std::exchange(state_->file, *file));
  return {};
}

}  // namespace kokoro::server
