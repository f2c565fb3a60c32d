#include "text/normalize/emoji.hpp"

#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"

namespace kokoro::text {
namespace {

struct Name {
  char32_t emoji;
  std::string_view name;
};
// Sorted by code point.
constexpr Name kNames[] = {
    {U'☀', "sun"},
    {U'☁', "cloud"},
    {U'☕', "coffee"},
    {U'☹', "frowning face"},
    {U'☺', "smiling face"},
    {U'♥', "heart"},
    {U'♻', "recycling"},
    {U'⚠', "warning"},
    {U'⚡', "lightning"},
    {U'⚽', "football"},
    {U'⛔', "no entry"},
    {U'✅', "check mark"},
    {U'✈', "airplane"},
    {U'✌', "victory hand"},
    {U'✓', "check mark"},
    {U'✔', "check mark"},
    {U'✨', "sparkles"},
    {U'❄', "snowflake"},
    {U'❌', "cross mark"},
    {U'❓', "question mark"},
    {U'❗', "exclamation mark"},
    {U'❤', "red heart"},
    {U'⭐', "star"},
    {U'🌈', "rainbow"},
    {U'🌍', "globe"},
    {U'🌟', "glowing star"},
    {U'🌹', "rose"},
    {U'🍀', "four leaf clover"},
    {U'🍎', "red apple"},
    {U'🍕', "pizza"},
    {U'🍺', "beer mug"},
    {U'🎁', "gift"},
    {U'🎂', "birthday cake"},
    {U'🎄', "Christmas tree"},
    {U'🎉', "party popper"},
    {U'🎵', "musical note"},
    {U'🎶', "musical notes"},
    {U'🏆', "trophy"},
    {U'🏠', "house"},
    {U'🐈', "cat"},
    {U'🐕', "dog"},
    {U'🐱', "cat face"},
    {U'🐶', "dog face"},
    {U'👀', "eyes"},
    {U'👇', "pointing down"},
    {U'👉', "pointing right"},
    {U'👋', "waving hand"},
    {U'👌', "OK hand"},
    {U'👍', "thumbs up"},
    {U'👎', "thumbs down"},
    {U'👏', "clapping hands"},
    {U'💔', "broken heart"},
    {U'💕', "two hearts"},
    {U'💙', "blue heart"},
    {U'💚', "green heart"},
    {U'💛', "yellow heart"},
    {U'💜', "purple heart"},
    {U'💡', "light bulb"},
    {U'💥', "collision"},
    {U'💪', "flexed biceps"},
    {U'💯', "hundred points"},
    {U'💰', "money bag"},
    {U'💻', "laptop"},
    {U'📈', "chart going up"},
    {U'📉', "chart going down"},
    {U'📚', "books"},
    {U'📝', "memo"},
    {U'📞', "telephone"},
    {U'📧', "e-mail"},
    {U'📱', "mobile phone"},
    {U'📷', "camera"},
    {U'🔑', "key"},
    {U'🔒', "lock"},
    {U'🔥', "fire"},
    {U'🕐', "clock"},
    {U'😀', "grinning face"},
    {U'😁', "beaming face"},
    {U'😂', "face with tears of joy"},
    {U'😃', "smiling face"},
    {U'😄', "smiling face"},
    {U'😅', "nervous smile"},
    {U'😆', "laughing face"},
    {U'😉', "winking face"},
    {U'😊', "smiling face"},
    {U'😍', "heart eyes"},
    {U'😎', "sunglasses face"},
    {U'😏', "smirking face"},
    {U'😐', "neutral face"},
    {U'😘', "face blowing a kiss"},
    {U'😜', "winking face with tongue"},
    {U'😡', "angry face"},
    {U'😢', "crying face"},
    {U'😭', "loudly crying face"},
    {U'😱', "screaming face"},
    {U'😳', "flushed face"},
    {U'😴', "sleeping face"},
    {U'🙁', "frowning face"},
    {U'🙂', "smiling face"},
    {U'🙃', "upside down face"},
    {U'🙄', "rolling eyes"},
    {U'🙈', "see no evil monkey"},
    {U'🙌', "raised hands"},
    {U'🙏', "folded hands"},
    {U'🚀', "rocket"},
    {U'🚗', "car"},
    {U'🚨', "siren"},
    {U'🤔', "thinking face"},
    {U'🤗', "hugging face"},
    {U'🤖', "robot"},
    {U'🤝', "handshake"},
    {U'🤣', "rolling on the floor laughing"},
    {U'🤦', "facepalm"},
    {U'🤷', "shrug"},
    {U'🥰', "smiling face with hearts"},
    {U'🥳', "partying face"},
    {U'🥺', "pleading face"},
    {U'🧡', "orange heart"},
};

bool is_emoji(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF && c != U'☎') ||
         (c >= 0x1F000 && c <= 0x1F0FF) || c == 0x2B50 || c == 0x2B55 || (c >= 0x2B05 && c <= 0x2B1C) ||
         (c >= 0x231A && c <= 0x231B) || (c >= 0x23E9 && c <= 0x23FA) || c == 0x2328 || (c >= 0x1F170 && c <= 0x1F251);
}
bool is_flag(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }
bool belongs(char32_t c) {
  return c == 0xFE0F || c == 0xFE0E || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
}

}  // namespace

Emoji emoji_at(std::string_view text, std::size_t at) {
  const CodePoint first = code_point_at(text, at);
  if (first.value < 0x2300) return {};
  constexpr int kMostCodePoints = 32;
  std::size_t end = at + first.length;
  if (is_flag(first.value)) {
    const CodePoint second = code_point_at(text, end);
    return {is_flag(second.value) ? end + second.length : end, {}};
  }
  if (!is_emoji(first.value)) return {};
  if (first.value >= 0x2700 && first.value <= 0x27BF && (first.value == U'➔' || first.value == U'➜')) return {};
  for (int i = 0; i < kMostCodePoints; ++i) {
    const CodePoint next = code_point_at(text, end);
    if (belongs(next.value)) {
      end += next.length;
    } else if (next.value == 0x200D) {
      const CodePoint joined = code_point_at(text, end + next.length);
      if (!is_emoji(joined.value) && joined.value != 0x2640 && joined.value != 0x2642) break;
      end += next.length + joined.length;
    } else {
      break;
    }
  }
  const auto* name = std::lower_bound(std::begin(kNames), std::end(kNames), first.value,
                                      [](const Name& n, char32_t c) { return n.emoji < c; });
  const bool known = name != std::end(kNames) && name->emoji == first.value;
  return {end, known ? name->name : std::string_view()};
}

}  // namespace kokoro::text
