#pragma once

namespace kokoro::server {

/// This process as the system sees it; zero where it cannot be read.
struct Process {
  double resident_bytes = 0;
  double threads = 0;
  double open_files = 0;
  double cpu_s = 0;         ///< user and system
  double start_time_s = 0;  ///< since the epoch
};

Process read_process();

}  // namespace kokoro::server
