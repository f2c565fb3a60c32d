#pragma once

#include <cstdint>
#include <string_view>

namespace kokoro::text {

/// Writing systems that an espeak-ng voice can read; `other` is anything else.
enum class Script : std::uint8_t {
  other,
  latin,
  greek,
  cyrillic,
  armenian,
  hebrew,
  arabic,
  devanagari,
  bengali,
  gurmukhi,
  gujarati,
  oriya,
  tamil,
  telugu,
  kannada,
  malayalam,
  sinhala,
  thai,
  myanmar,
  georgian,
  hangul,
  ethiopic,
  cherokee,
  kana,
  han
};

/// Script of a letter by its Unicode block; `other` for digits, marks of no script, punctuation.
Script script_of(char32_t c);

/// The scripts that the espeak-ng voice with this language tag reads itself, without a switch of voice.
/// `second` is `other` when there is only one.
struct VoiceScripts {
  Script first = Script::latin;
  Script second = Script::other;
  bool has(Script script) const { return script == first || (script == second && second != Script::other); }
};
VoiceScripts scripts_of_language(std::string_view tag);

/// The espeak-ng voice for words in a foreign script, so that they are read and not dropped; empty if none can.
std::string_view espeak_voice_for_script(Script script);

}  // namespace kokoro::text
