#pragma once

#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string>

namespace CLI {
class App;
}

namespace kokoro::cli {

/// How the command line wants a text read: what it is written in, and what of it is put into words.
struct ReadingFlags {
  bool ssml = false;
  bool plain = false;
  bool name_emoji = false;
  bool skip_code = false;
  std::string leave;  ///< names with commas between

  void add_to(CLI::App& command);

  /// Errors: invalid_input (an unknown name in --leave).
  Result<void> apply(SpeechRequest& request) const;
};

}  // namespace kokoro::cli
