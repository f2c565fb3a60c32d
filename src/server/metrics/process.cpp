#include "server/metrics/process.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace kokoro::server {
namespace {

// Fields of /proc/self/stat behind the name, which may hold spaces: see proc(5), whose numbers are two more.
constexpr std::size_t kUserTicks = 11;
constexpr std::size_t kSystemTicks = 12;
constexpr std::size_t kThreads = 17;
constexpr std::size_t kStartTicks = 19;
constexpr std::size_t kResidentPages = 21;

std::string read(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<double> stat_fields() {
  const std::string text = read("/proc/self/stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  std::string state;
  rest >> state;
  std::vector<double> fields{0};
  for (double field = 0; rest >> field;) fields.push_back(field);
  return fields;
}

double boot_time_s() {
  const std::string text = read("/proc/stat");
  const std::size_t at = text.find("\nbtime ");
  return at == std::string::npos ? 0 : std::stod(text.substr(at + 7));
}

double count_files() {
  std::error_code ec;
  double count = 0;
  for (auto file = std::filesystem::directory_iterator("/proc/self/fd", ec); !ec && file != end(file);
       file.increment(ec)) {
    ++count;
  }
  return count;
}

}  // namespace

Process read_process() {
  Process process;
  process.open_files = count_files();
  const auto fields = stat_fields();
  if (fields.size() <= kResidentPages) return process;
  const auto ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
  process.cpu_s = (fields[kUserTicks] + fields[kSystemTicks]) / ticks_per_s;
  process.threads = fields[kThreads];
  process.resident_bytes = fields[kResidentPages] * static_cast<double>(sysconf(_SC_PAGESIZE));
  process.start_time_s = boot_time_s() + fields[kStartTicks] / ticks_per_s;
  return process;
}

}  // namespace kokoro::server
