#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "server/speech/speech_body.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/voice_expression.hpp"

/// Any bytes as the body of a speech request: what is accepted keeps the bounds the engine relies on, what is refused
/// is the client's fault and says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxInput = 100;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto call = kokoro::server::read_body(body, kokoro::server::kSpeechBody).and_then([](const auto& fields) {
    return kokoro::server::read_speech_call(fields, kokoro::server::SpeechRules{kMaxInput});
  });
  if (!call) {
    const auto& error = call.error();
    if (error.status < 400 || error.status > 499 || error.message.empty()) __builtin_trap();
    const auto response = kokoro::server::error_response(error);
    if (kokoro::find_invalid_utf8(response.body)) __builtin_trap();
    return 0;
  }
  const auto& speech = call->speech;
  const bool in_bounds = !speech.text.empty() && !kokoro::find_invalid_utf8(speech.text) &&
                         kokoro::count_code_points(speech.text) <= kMaxInput && speech.speed >= 0.25F &&
                         speech.speed <= 4.0F && std::isfinite(call->volume) && call->volume >= 0 &&
                         kokoro::server::is_voice_expression(speech.voice);
  if (!in_bounds) __builtin_trap();
  return 0;
}
