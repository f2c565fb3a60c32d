#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kokoro::server {

// Reading of /proc, see proc(5). What cannot be read is empty or 0.

std::string first_line(const std::filesystem::path& file);

/// "Name: 123 kB" lines to numbers.
std::map<std::string, double> read_numbers(const std::filesystem::path& file);

/// Entries of a folder.
std::size_t count_entries(const std::filesystem::path& folder);

/// A process or a thread.
struct TaskStat {
  std::string state;  ///< "S"
  double cpu_s = 0;   ///< user and system
  double threads = 0;
  double start_s = 0;  ///< since the boot
  double resident_bytes = 0;
};

/// The file stat of /proc/PID or /proc/PID/task/TID.
TaskStat read_stat(const std::filesystem::path& folder);

}  // namespace kokoro::server
