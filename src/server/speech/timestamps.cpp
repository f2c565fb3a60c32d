#include "server/speech/timestamps.hpp"

#include <algorithm>
#include <cmath>

#include "base/utf8.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

/// Microseconds are finer than any sample.
double rounded(double seconds) { return std::round(seconds * 1e6) / 1e6; }

boost::json::string_view view(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

std::size_t CharacterCounter::before(std::size_t byte) {
  byte = std::min(byte, text_.size());
  if (byte < byte_) byte_ = characters_ = 0;
  characters_ += count_code_points(text_.substr(byte_, byte - byte_));
  byte_ = byte;
  return characters_;
}

std::string timestamps_event(const SpeechChunk& chunk, CharacterCounter& counter) {
  if (chunk.words.empty() && chunk.marks.empty()) return {};
  boost::json::array words;
  for (const auto& word : chunk.words) {
    const std::size_t begin = counter.before(word.begin_byte);
    words.push_back(boost::json::object{{"word", view(word.word)},
                                        {"start_time", rounded(word.start_s)},
                                        {"end_time", rounded(word.end_s)},
                                        {"start_char", begin},
                                        {"end_char", counter.before(word.end_byte)}});
  }
  boost::json::array marks;
  for (const auto& mark : chunk.marks) {
    marks.push_back(boost::json::object{{"name", view(mark.name)}, {"time", rounded(mark.time_s)}});
  }
  const boost::json::object event{
      {"type", "speech.audio.timestamps"}, {"timestamps", std::move(words)}, {"marks", std::move(marks)}};
  return "data: " + boost::json::serialize(event) + "\n\n";
}

}  // namespace kokoro::server
