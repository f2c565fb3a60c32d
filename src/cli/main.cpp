#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>

#include "cli/program.hpp"

int main(int argc, char** argv) try {
  // A reader that goes away is an error of write() with its own exit code, not the death of the program.
  std::signal(SIGPIPE, SIG_IGN);
  // So is a file that reaches the limit on its size.
  std::signal(SIGXFSZ, SIG_IGN);
  return kokoro::cli::run_program(argc, argv);
} catch (const std::bad_alloc&) {
  return kokoro::cli::report_error({kokoro::ErrorCode::internal, "out of memory", "", ""});
} catch (const std::exception& error) {
  return kokoro::cli::report_error(
      {kokoro::ErrorCode::internal, fmt::format("a bug: {}", error.what()), "please report it", ""});
}
