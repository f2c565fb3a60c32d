#pragma once

#include <chrono>
#include <kokoro/error.hpp>
#include <string_view>
#include <vector>

namespace kokoro::server {

/// The listening sockets that the service manager has opened for this process (sd_listen_fds(3)); none where it has
/// not. The variables are taken out of the environment, so that children do not find them. Errors: invalid_input (what
/// was passed is no listening TCP socket).
Result<std::vector<int>> take_passed_sockets();

/// Tells the service manager a state, such as "READY=1" (sd_notify(3)); without one nothing happens.
void notify_manager(std::string_view state);

/// How often the manager wants to hear "WATCHDOG=1", half of its patience; 0: it does not.
std::chrono::milliseconds watchdog_period();

}  // namespace kokoro::server
