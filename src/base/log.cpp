#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace kokoro::log {
namespace {

std::atomic<Level>& current_level() {
  static std::atomic<Level> level{Level::off};
  return level;
}

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> kLogger = [] {
    auto made = spdlog::stderr_color_mt("kokoro");
    made->set_level(spdlog::level::trace);
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    return made;
  }();
  return *kLogger;
}

}  // namespace

void set_level(Level level) { current_level().store(level, std::memory_order_relaxed); }

bool enabled(Level level) { return level >= current_level().load(std::memory_order_relaxed) && level != Level::off; }

void write(Level level, std::string_view line) {
  static constexpr spdlog::level::level_enum kMap[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                                       spdlog::level::err, spdlog::level::off};
  logger().log(kMap[static_cast<std::size_t>(level)], "{}", line);
}

}  // namespace kokoro::log
