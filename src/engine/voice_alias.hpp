#pragma once

#include <kokoro/speech.hpp>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::engine {

/// The alias of that name, in any case of ASCII letters; null when there is none. Spaces around the name do not count.
const VoiceAlias* find_alias(const SpeechRequest& request, std::string_view name);

/// Puts voices in place of their aliases, and the pace of an alias on everything that it speaks.
void apply_aliases(const SpeechRequest& request, text::Document& document);

}  // namespace kokoro::engine
