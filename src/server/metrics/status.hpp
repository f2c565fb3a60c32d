#pragma once

#include <atomic>
#include <cstdint>

namespace kokoro::server {

/// What the health routes tell and the handlers count. Thread-safe.
struct Status {
  std::atomic<bool> ready = false;     ///< the default model has been loaded, or has spoken
  std::atomic<bool> draining = false;  ///< no new work is taken
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::uint64_t> completed = 0;
  std::atomic<std::uint64_t> failed = 0;     ///< answered 5xx or broken off
  std::atomic<std::uint64_t> cancelled = 0;  ///< syntheses broken off because their client had gone
};

}  // namespace kokoro::server
