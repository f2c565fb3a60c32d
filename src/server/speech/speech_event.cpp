#include "server/speech/speech_event.hpp"

#include <fmt/format.h>

#include "server/json/base64.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {

std::string audio_delta_event(std::string_view bytes) {
  return fmt::format("data: {{\"type\":\"speech.audio.delta\",\"audio\":\"{}\"}}\n\n", to_base64(bytes));
}

std::string audio_done_event(const SpeechSummary& summary) {
  return fmt::format(
      "data: {{\"type\":\"speech.audio.done\",\"usage\":{{\"input_tokens\":{},\"output_tokens\":{},"
      "\"total_tokens\":{}}}}}\n\n",
      summary.input_tokens, summary.output_frames, summary.input_tokens + summary.output_frames);
}

std::string error_event(const HttpError& error) {
  boost::json::object body = error_members(error);
  body["type"] = "error";
  return "data: " + boost::json::serialize(body) + "\n\n";
}

}  // namespace kokoro::server
