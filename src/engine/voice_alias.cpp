#include "engine/voice_alias.hpp"

#include <algorithm>

namespace kokoro::engine {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  a = trim(a);
  b = trim(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

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
