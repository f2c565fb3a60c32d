// Speaks a text that is still being written, here the lines of standard input: each sentence once it is complete.
#include <cstdio>
#include <iostream>
#include <kokoro/engine.hpp>
#include <string>

#include "surroundings.hpp"

namespace {

/// Makes chunks of what has come until more text is needed, or all is said.
kokoro::Result<void> speak_what_is_complete(kokoro::SpeechStream& stream) {
  const auto sink = [](const kokoro::SpeechChunk& chunk) -> kokoro::Result<void> {
    std::fprintf(stderr, "spoken: %s\n", chunk.source.text.c_str());
    if (!write_pcm(chunk.audio)) return kokoro::fail(kokoro::ErrorCode::io, "nobody reads the speech any more");
    return {};
  };
  while (true) {
    const auto state = stream.step(sink);
    if (!state) return kokoro::fail(state.error());
    if (*state != kokoro::SessionState::speaking) return {};
  }
}

}  // namespace

int main() {
  const auto engine = kokoro::Engine::create({});
  if (!engine) return report(engine.error());
  const auto stream = (*engine)->open_stream({});
  if (!stream) return report(stream.error());

  for (std::string line; std::getline(std::cin, line);) {
    if (const auto added = (*stream)->append(line + "\n"); !added) return report(added.error());
    if (const auto done = speak_what_is_complete(**stream); !done) return report(done.error());
  }
  (*stream)->finish();
  const auto done = speak_what_is_complete(**stream);
  return done ? 0 : report(done.error());
}
