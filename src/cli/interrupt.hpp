#pragma once

#include <kokoro/cancel_token.hpp>

namespace kokoro::cli {

/// From the first call on, SIGINT, SIGTERM and SIGHUP cancel this source instead of ending the program.
CancelSource& interrupts();

}  // namespace kokoro::cli
