#pragma once

#include <kokoro/error.hpp>

namespace kokoro::cli {

/// Runs the command line `kokoro ARGUMENTS`; returns the exit code. What is wrong goes to standard error.
int run_program(int argc, const char* const* argv);

/// Tells a person of an error and returns its exit code.
int report_error(const Error& error);

}  // namespace kokoro::cli
