#pragma once

#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string>
#include <string_view>

#include "text/front_ends.hpp"

namespace kokoro::engine {

inline constexpr float kMinSpeed = 0.25F;
inline constexpr float kMaxSpeed = 4.0F;
inline constexpr int kMaxSilenceMs = 60'000;

/// Text that can be worked on: not blank, valid UTF-8. Errors: invalid_input, with the byte of the first fault.
Result<void> check_text(std::string_view text);

/// Errors: invalid_input (outside 0.25-4, not a number).
Result<void> check_speed(float speed);

/// Errors: invalid_input (an edge or a gap outside 0 to kMaxSilenceMs).
Result<void> check_silence(const Silence& silence);

/// The language of a code, tag or alias. Errors: not_found.
Result<const text::Language*> check_language(std::string_view code);

}  // namespace kokoro::engine
