// All of the speech first, then the file: whole TEXT > speech.pcm (mono, 24 kHz, 16 bit).
#include <cstdio>
#include <kokoro/engine.hpp>
#include <vector>

#include "surroundings.hpp"

int main(int argc, char** argv) {
  const auto engine = kokoro::Engine::create({});
  if (!engine) return report(engine.error());

  kokoro::SpeechRequest request;
  request.text = argc > 1 ? argv[1] : "Hello from C++.";
  std::vector<float> speech;
  const auto spoken = (*engine)->speak(request, [&](const kokoro::SpeechChunk& chunk) -> kokoro::Result<void> {
    speech.insert(speech.end(), chunk.audio.begin(), chunk.audio.end());
    return {};
  });
  if (!spoken) return report(spoken.error());

  std::fprintf(stderr, "%zu samples in %zu chunks\n", spoken->samples, spoken->chunks);
  return write_pcm(speech) ? 0 : 1;
}
