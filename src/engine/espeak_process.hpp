#pragma once

#include <kokoro/error.hpp>
#include <string_view>

namespace kokoro::engine {

/// The argument that makes this program a process for espeak-ng; nobody types it.
inline constexpr std::string_view kEspeakProcessArgument = "espeak-process";

/// What the program does when it was started with that argument; its exit status.
int run_espeak_process();

/// Moves espeak-ng into a process of its own, made from this program: a text that makes it crash costs a word then, and
/// not the program. To be called before the first text is read; front ends that were made before keep what they have.
/// Errors: unavailable (the process does not start).
Result<void> use_espeak_process();

}  // namespace kokoro::engine
