#include "engine/voice_alias.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace kokoro::engine {
namespace {

bool same_name(std::string_view a, std::string_view b) { return same_ignoring_case(trim(a), trim(b)); }

}  // namespace

const VoiceAlias* find_alias(const SpeechRequest& request, std::string_view name) {
  const auto& aliases = request.voice_aliases;
  const auto found = std::find_if(aliases.begin(), aliases.end(),
                                  [&](const VoiceAlias& alias) { return same_name(alias.name, name); });
  return found == aliases.end() ? nullptr : &*found;
}

void apply_aliases(const SpeechRequest& request, text::Document& document) {
  if (request.voice_aliases.empty()) return;
  const VoiceAlias* of_request = find_alias(request, request.voice);
  for (auto& span : document.spans) {
    const VoiceAlias* alias = span.voice.empty() ? of_request : find_alias(request, span.voice);
    if (alias == nullptr) continue;
    if (!span.voice.empty()) span.voice = alias->voice;
    span.rate *= static_cast<double>(alias->rate);
  }
}

}  // namespace kokoro::engine
