// Each chunk is written when it is ready, with the times of its words: streamed TEXT | aplay -f S16_LE -r 24000
#include <cstdio>
#include <kokoro/engine.hpp>

#include "surroundings.hpp"

int main(int argc, char** argv) {
  const auto engine = kokoro::Engine::create({});
  if (!engine) return report(engine.error());

  kokoro::SpeechRequest request;
  request.text = argc > 1 ? argv[1] : "The first sentence is heard early. The second one is made meanwhile.";
  const auto spoken = (*engine)->speak(request, [](const kokoro::SpeechChunk& chunk) -> kokoro::Result<void> {
    for (const auto& word : chunk.words) std::fprintf(stderr, "%7.2f s  %s\n", word.start_s, word.word.c_str());
    if (!write_pcm(chunk.audio)) return kokoro::fail(kokoro::ErrorCode::io, "nobody reads the speech any more");
    return {};
  });
  return spoken ? 0 : report(spoken.error());
}
