#include "cli/interrupt.hpp"

#include <csignal>

namespace kokoro::cli {
namespace {

CancelSource& source() {
  static CancelSource made;
  return made;
}

// Only stores to a lock-free atomic, as a handler may.
void on_signal(int) { source().cancel(); }

}  // namespace

CancelSource& interrupts() {
  static const bool kInstalled = [] {
    source();
    struct sigaction action {};
    action.sa_handler = on_signal;  // no SA_RESTART: a blocked read or write returns
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
    return true;
  }();
  static_cast<void>(kInstalled);
  return source();
}

}  // namespace kokoro::cli
