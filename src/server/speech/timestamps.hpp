#pragma once

#include <kokoro/speech.hpp>
#include <string>
#include <string_view>

namespace kokoro::server {

/// Counts the characters (code points) before places in a text. Cheap for places that go forward. Refers to the text.
class CharacterCounter {
 public:
  explicit CharacterCounter(std::string_view text) : text_(text) {}
  std::size_t before(std::size_t byte);

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t characters_ = 0;
};

/// {"type":"speech.audio.timestamps","timestamps":[{"word","start_time","end_time","start_char","end_char"}…],
/// "marks":[{"name","time"}…]} of one chunk as a server-sent event; empty when it has neither words nor marks.
/// `counter` counts in the request's text.
std::string timestamps_event(const SpeechChunk& chunk, CharacterCounter& counter);

}  // namespace kokoro::server
