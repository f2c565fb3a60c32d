#include "server/metrics/process.hpp"

#include <fstream>
#include <string>

#include "server/metrics/proc_files.hpp"

namespace kokoro::server {
namespace {

/// Since the epoch.
double boot_time_s() {
  std::ifstream in("/proc/stat");
  for (std::string name; in >> name;) {
    double seconds = 0;
    if (name == "btime" && in >> seconds) return seconds;
  }
  return 0;
}

}  // namespace

Process read_process() {
  const TaskStat stat = read_stat("/proc/self");
  Process process;
  process.open_files = static_cast<double>(count_entries("/proc/self/fd"));
  if (stat.state.empty()) return process;
  process.cpu_s = stat.cpu_s;
  process.threads = stat.threads;
  process.resident_bytes = stat.resident_bytes;
  process.start_time_s = boot_time_s() + stat.start_s;
  return process;
}

}  // namespace kokoro::server
