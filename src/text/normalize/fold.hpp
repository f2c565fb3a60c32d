#pragma once

#include <string_view>

#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// One way to write each character: entities of HTML are resolved, compatibility forms ("ﬁ", "Ａ", "₂") become ordinary
/// letters and digits, "⁵" becomes "^5", every kind of blank is a space and every kind of line end "\n"; control
/// characters, invalid bytes and invisible characters go. Speech markup is copied. Any bytes are allowed; the text that
/// comes out is valid UTF-8. Linear.
SpokenText fold(std::string_view source);

}  // namespace kokoro::text
