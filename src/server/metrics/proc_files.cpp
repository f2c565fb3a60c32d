#include "server/metrics/proc_files.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

namespace kokoro::server {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

std::map<std::string, double> read_numbers(const fs::path& file) {
  std::map<std::string, double> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos) out[line.substr(0, colon)] = std::strtod(line.c_str() + colon + 1, nullptr);
  }
  return out;
}

std::size_t count_entries(const fs::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error)) ++count;
  return count;
}

TaskStat read_stat(const fs::path& folder) {
  // Fields behind the name, which may hold spaces and parentheses: proc(5) counts the first of them as the third.
  constexpr std::size_t kUserTicks = 14 - 4;
  constexpr std::size_t kSystemTicks = 15 - 4;
  constexpr std::size_t kThreads = 20 - 4;
  constexpr std::size_t kStartTicks = 22 - 4;
  constexpr std::size_t kResidentPages = 24 - 4;
  TaskStat stat;
  const std::string line = first_line(folder / "stat");
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return stat;
  std::istringstream rest(line.substr(name_end + 1));
  rest >> stat.state;
  std::vector<double> fields;
  for (double field = 0; rest >> field;) fields.push_back(field);
  if (fields.size() <= kResidentPages) return stat;
  const auto ticks_per_s = static_cast<double>(::sysconf(_SC_CLK_TCK));
  stat.cpu_s = (fields[kUserTicks] + fields[kSystemTicks]) / ticks_per_s;
  stat.threads = fields[kThreads];
  stat.start_s = fields[kStartTicks] / ticks_per_s;
  stat.resident_bytes = fields[kResidentPages] * static_cast<double>(::sysconf(_SC_PAGESIZE));
  return stat;
}

}  // namespace kokoro::server
