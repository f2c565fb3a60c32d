#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

// Kana between these two marks are one word that is read as written: MeCab, which would take は for a particle and
// divide words it does not know, is not asked. Both are private use: a text's own are taken out before.
inline constexpr char32_t kGivenBegin = 0xE000;
inline constexpr char32_t kGivenEnd = 0xE001;
inline constexpr std::string_view kGivenBeginUtf8 = "\xEE\x80\x80";
inline constexpr std::string_view kGivenEndUtf8 = "\xEE\x80\x81";

/// `kana` as words that are read as written; spaces divide them.
inline std::string given_reading(std::string_view kana) {
  std::string out(kGivenBeginUtf8);
  for (const char c : kana) {
    if (c == ' ') {
      out.append(kGivenEndUtf8).append(kGivenBeginUtf8);
    } else {
      out += c;
    }
  }
  return out.append(kGivenEndUtf8);
}

}  // namespace kokoro::text
