#pragma once

#include <fmt/format.h>

#include <functional>
#include <string_view>

namespace kokoro::log {

enum class Level { debug, info, warning, error, off };

/// The library is silent until a program asks for lines: here, and from which level on. Thread-safe.
/// Text of requests may appear at debug level only.
void set_level(Level level);
bool enabled(Level level);

/// Writes one line to standard error with time and level.
void write(Level level, std::string_view line);

template <class... Args>
void debug(fmt::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(f, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, fmt::format(f, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::warning)) write(Level::warning, fmt::format(f, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::error)) write(Level::error, fmt::format(f, std::forward<Args>(args)...));
}

}  // namespace kokoro::log
