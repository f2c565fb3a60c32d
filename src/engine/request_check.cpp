#include "engine/request_check.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace kokoro::engine {

Result<void> check_text(std::string_view text) {
  if (const auto byte = find_invalid_utf8(text)) {
    return fail(ErrorCode::invalid_input, fmt::format("the text is not valid UTF-8 at byte {}", *byte),
                "convert it to UTF-8 first, for example with iconv", "text");
  }
  if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
    return fail(ErrorCode::invalid_input, "the text is empty", "give at least one word", "text");
  }
  return {};
}

Result<void> check_speed(float speed) {
  if (speed >= kMinSpeed && speed <= kMaxSpeed) return {};  // false for NaN
  return fail(ErrorCode::invalid_input, fmt::format("speed is {}, expected {} to {}", speed, kMinSpeed, kMaxSpeed), {},
              "speed");
}

Result<void> check_silence(const Silence& silence) {
  const std::pair<std::optional<int>, const char*> given[] = {{silence.edge_ms, "edge_silence_ms"},
                                                              {silence.sentence_ms, "sentence_gap_ms"},
                                                              {silence.paragraph_ms, "paragraph_gap_ms"}};
  for (const auto& [ms, param] : given) {
    if (!ms || (*ms >= 0 && *ms <= kMaxSilenceMs)) continue;
    return fail(ErrorCode::invalid_input, fmt::format("{} is {}, expected 0 to {}", param, *ms, kMaxSilenceMs), {},
                param);
  }
  return {};
}

Result<const text::Language*> check_language(std::string_view code) {
  if (const auto* language = text::find_language(code)) return language;
  return fail(ErrorCode::not_found, fmt::format("there is no language '{}'", code),
              "Kokoro's own are " + text::kokoro_tags(), "language");
}

}  // namespace kokoro::engine
