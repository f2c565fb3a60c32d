#pragma once

#include <string_view>

#include "text/front_end.hpp"

namespace kokoro::text {

/// espeak-ng's identifier of the voice that speaks `language`: "gmw/en-US" for en-us.
std::string_view espeak_voice_of(const Language& language);

}  // namespace kokoro::text
