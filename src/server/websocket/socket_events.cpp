#include "server/websocket/socket_events.hpp"

#include <cmath>

#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

/// Milliseconds are as exact as the model's frames of 25 ms are.
double rounded(double seconds) { return std::round(seconds * 1000) / 1000; }

}  // namespace

std::string audio_start_event(std::uint64_t utterance, audio::Format format) {
  const auto& traits = audio::traits(format);
  return json::serialize(json::object{{"type", "audio.start"},
                                      {"utterance", utterance},
                                      {"response_format", view(traits.name)},
                                      {"content_type", view(traits.content_type)},
                                      {"sample_rate", kSampleRateHz}});
}

std::string timing_event(std::uint64_t utterance, const SpeechChunk& chunk) {
  json::array words;
  for (const auto& word : chunk.words) {
    words.push_back(json::object{
        {"word", view(word.word)}, {"start_time", rounded(word.start_s)}, {"end_time", rounded(word.end_s)}});
  }
  json::array marks;
  for (const auto& mark : chunk.marks) {
    marks.push_back(json::object{{"name", view(mark.name)}, {"time", rounded(mark.time_s)}});
  }
  const double end_s = chunk.start_s + static_cast<double>(chunk.audio.size()) / kSampleRateHz;
  return json::serialize(json::object{{"type", "audio.timing"},
                                      {"utterance", utterance},
                                      {"index", chunk.index},
                                      {"text", view(chunk.source.text)},
                                      {"start_time", rounded(chunk.start_s)},
                                      {"end_time", rounded(end_s)},
                                      {"words", std::move(words)},
                                      {"marks", std::move(marks)}});
}

std::string utterance_done_event(std::uint64_t utterance, const SpeechSummary& summary) {
  return json::serialize(
      json::object{{"type", "audio.done"},
                   {"utterance", utterance},
                   {"duration", rounded(static_cast<double>(summary.samples) / kSampleRateHz)},
                   {"usage", json::object{{"input_tokens", summary.input_tokens},
                                          {"output_tokens", summary.output_frames},
                                          {"total_tokens", summary.input_tokens + summary.output_frames}}}});
}

std::string utterance_cancelled_event(std::uint64_t utterance) {
  return json::serialize(json::object{{"type", "cancelled"}, {"utterance", utterance}});
}

std::string socket_error_event(const HttpError& error, std::uint64_t utterance) {
  json::object body = error_members(error);
  body["type"] = "error";
  if (utterance > 0) body["utterance"] = utterance;
  return json::serialize(body);
}

}  // namespace kokoro::server
