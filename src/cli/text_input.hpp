#pragma once

#include <kokoro/error.hpp>
#include <string>

namespace kokoro::cli {

/// Where a command's text stands.
struct TextSource {
  std::string argument;  ///< the text itself, or "-" for standard input
  bool given = false;    ///< `argument` was on the command line
  std::string file;      ///< -f; "-" for standard input
};

/// The text: of the argument, of the file, or of standard input when it is named or piped. A byte order mark is
/// removed. Errors: invalid_input (none or two sources), not_found, io, too_large (64 MiB), cancelled.
Result<std::string> read_text(const TextSource& source);

/// Writes all of `bytes` to standard output at once. Errors: io.
Result<void> write_out(std::string_view bytes);

}  // namespace kokoro::cli
