#include "server/routes/system_state.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "server/metrics/proc_files.hpp"
#include "server/metrics/process.hpp"

namespace kokoro::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;

double memory_mb(const Process& process) { return process.resident_bytes / (1024.0 * 1024.0); }

json::object share(double total_kb, double free_kb) {
  constexpr double kKibInGib = 1024.0 * 1024.0;
  const double used = total_kb - free_kb;
  return {{"total_gb", total_kb / kKibInGib},
          {"used_gb", used / kKibInGib},
          {"free_gb", free_kb / kKibInGib},
          {"percent", total_kb > 0 ? 100 * used / total_kb : 0.0}};
}

}  // namespace

json::object thread_state() {
  json::array names;
  json::array details;
  std::error_code error;
  for (fs::directory_iterator at("/proc/self/task", error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string name = first_line(at->path() / "comm");
    const TaskStat stat = read_stat(at->path());
    names.emplace_back(name);
    details.push_back(json::object{{"id", std::atoll(at->path().filename().c_str())},
                                   {"name", name},
                                   {"state", stat.state},
                                   {"cpu_seconds", stat.cpu_s}});
  }
  const std::size_t count = details.size();
  return {{"total_threads", count},
          {"active_threads", count},
          {"thread_names", std::move(names)},
          {"thread_details", std::move(details)},
          {"memory_mb", memory_mb(read_process())}};
}

json::object storage_state() {
  json::array disks;
  std::set<std::string> seen;
  std::ifstream mounts("/proc/mounts");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string device;
    std::string place;
    std::string type;
    words >> device >> place >> type;
    struct statvfs info {};
    if (!device.starts_with("/dev/") || !seen.insert(device).second || ::statvfs(place.c_str(), &info) != 0) continue;
    const auto block = static_cast<double>(info.f_frsize);
    const double total = static_cast<double>(info.f_blocks) * block;
    const double free = static_cast<double>(info.f_bavail) * block;
    disks.push_back(json::object{{"device", device},
                                 {"mountpoint", place},
                                 {"fstype", type},
                                 {"total_gb", total / kGiB},
                                 {"used_gb", (total - free) / kGiB},
                                 {"free_gb", free / kGiB},
                                 {"percent_used", total > 0 ? 100 * (total - free) / total : 0.0}});
  }
  return {{"storage_info", std::move(disks)}};
}

json::object system_state() {
  json::array load;
  std::istringstream loads(first_line("/proc/loadavg"));
  for (double one = 0; load.size() < 3 && loads >> one;) load.emplace_back(one);
  const Process process = read_process();
  auto memory = read_numbers("/proc/meminfo");
  return {{"cpu", json::object{{"cpu_count", std::thread::hardware_concurrency()}, {"load_avg", std::move(load)}}},
          {"memory", json::object{{"virtual", share(memory["MemTotal"], memory["MemAvailable"])},
                                  {"swap", share(memory["SwapTotal"], memory["SwapFree"])}}},
          {"process", json::object{{"pid", ::getpid()},
                                   {"memory_mb", memory_mb(process)},
                                   {"threads", static_cast<std::size_t>(process.threads)},
                                   {"open_files", static_cast<std::size_t>(process.open_files)}}},
          {"gpu", nullptr}};
}

}  // namespace kokoro::server
