#pragma once

#include <boost/json/fwd.hpp>

namespace kokoro::server {

// What /debug/* tells, with the members of Kokoro-FastAPI where they mean something here. All read /proc; what cannot
// be read is left out.

/// {"total_threads", "active_threads", "thread_names", "thread_details": [{"id", "name", "state", "cpu_seconds"}],
/// "memory_mb"}.
boost::json::object thread_state();

/// {"storage_info": [{"device", "mountpoint", "fstype", "total_gb", "used_gb", "free_gb", "percent_used"}]}.
boost::json::object storage_state();

/// {"cpu": {"cpu_count", "load_avg"}, "memory": {"virtual", "swap"}, "process": {"pid", "memory_mb", "threads",
/// "open_files"}, "gpu": null}.
boost::json::object system_state();

}  // namespace kokoro::server
