#pragma once

#include <optional>
#include <string_view>

#include "audio/captions.hpp"

namespace kokoro::server {

/// The captions that an Accept header (RFC 9110, 12.5.1) prefers to JSON: text/vtt or application/x-subrip. Nothing for
/// JSON, which a header that names none of them means too.
std::optional<audio::CaptionFormat> accepted_captions(std::string_view accept);

}  // namespace kokoro::server
