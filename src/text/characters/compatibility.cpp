#include "text/characters/compatibility.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxMarks = 16;

/// Blocks whose characters are other ways to write ordinary ones.
bool is_compatibility(char32_t c) {
  return (c >= 0xFB00 && c <= 0xFDFF && c != 0xFDFA) || (c >= 0xFE70 && c <= 0xFEFE) || (c >= 0xFF01 && c <= 0xFFEF) ||
         (c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0x2100 && c <= 0x214F) || (c >= 0x2160 && c <= 0x2188) ||
         (c >= 0x2460 && c <= 0x24FF) || (c >= 0x3200 && c <= 0x33FF) || (c >= 0x1F100 && c <= 0x1F1AC);
}

bool composes(char32_t base) {
  const Script script = script_of(base);
  return script == Script::latin || script == Script::greek || script == Script::cyrillic || script == Script::kana ||
         script == Script::hangul;
}

}  // namespace

std::u32string nfkc(std::u32string_view text) {
  const std::string bytes = to_utf8(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()), static_cast<utf8proc_ssize_t>(bytes.size()),
                   &mapped, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length < 0) return std::u32string(text);
  return to_code_points(std::string_view(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)));
}

std::u32string fold_compatibility(std::u32string_view word) {
  std::u32string out;
  out.reserve(word.size());
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = word[i];
    std::size_t end = i + 1;
    const bool jamo = c >= 0x1100 && c <= 0x11FF;
    while (end < word.size() && word[end] >= 0x300 &&
           (jamo ? word[end] >= 0x1100 && word[end] <= 0x11FF && end - i < kMaxMarks
                 : is_joining(word[end]) && word[end] != 0x200C && word[end] != 0x200D)) {
      ++end;
    }
    const bool invisible = c == 0xAD || (utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_CF &&
                                         c != 0x200C && c != 0x200D);
    const std::size_t kept = std::min(end, i + 1 + kMaxMarks);
    if (invisible) {
      end = i + 1;
    } else if (is_compatibility(c) || (end > i + 1 && composes(c))) {
      out += nfkc(word.substr(i, kept - i));
    } else {
      out += word.substr(i, kept - i);
    }
    i = end;
  }
  return out;
}

}  // namespace kokoro::text
