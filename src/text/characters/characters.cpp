#include "text/characters/characters.hpp"

#include <utf8proc.h>

namespace kokoro::text {
namespace {

utf8proc_category_t category(char32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

}  // namespace

bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

bool is_digit(char32_t c) { return c < 0x80 ? c >= U'0' && c <= U'9' : category(c) == UTF8PROC_CATEGORY_ND; }

bool is_letter(char32_t c) {
  if (c < 0x80) return is_ascii_letter(c);
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_joining(char32_t c) {
  const auto kind = category(c);
  return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_MC || kind == UTF8PROC_CATEGORY_ME || c == 0x200D ||
         c == 0x200C;
}

bool is_upper(char32_t c) {
  const auto kind = category(c);
  return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

bool is_newline(char32_t c) { return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_space(char32_t c) {
  if (is_newline(c)) return false;
  if (c < 0x80) return c <= 0x20 || c == 0x7F;
  return c == 0x200B || c == 0xFEFF || category(c) == UTF8PROC_CATEGORY_ZS || category(c) == UTF8PROC_CATEGORY_CC;
}

bool is_speakable(char32_t c) {
  if (is_letter(c)) return true;
  constexpr std::u32string_view kNamed = U"%&@+=$£€¥₹°×÷§";
  if (kNamed.find(c) != std::u32string_view::npos) return true;
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO;
}

char32_t canonical_mark(char32_t c) {
  constexpr std::u32string_view kOwn = U";:,.!?¡¿—…\"«»“”(){}[]।";
  if (kOwn.find(c) != std::u32string_view::npos) return c;
  switch (c) {
    case U'，':
    case U'、':
    case U'،':
    case U'､':
      return U',';
    case U'。':
    case U'．':
    case U'۔':
    case U'｡':
    case U'።':
      return U'.';
    case U'！':
      return U'!';
    case U'？':
    case U'؟':
    case U'⁇':
      return U'?';
    case U'：':
    case U'፡':
      return U':';
    case U'；':
    case U'؛':
      return U';';
    case U'॥':
      return U'।';
    case U'‥':
    case U'⋯':
      return U'…';
    case U'–':
    case U'―':
    case U'⸺':
    case U'－':
      return U'—';
    case U'„':
    case U'‟':
    case U'「':
    case U'『':
    case U'《':
    case U'〈':
    case U'【':
    case U'〝':
    case U'‹':
      return U'“';
    case U'」':
    case U'』':
    case U'》':
    case U'〉':
    case U'】':
    case U'〞':
    case U'›':
      return U'”';
    case U'＂':
      return U'"';
    case U'（':
    case U'〔':
      return U'(';
    case U'）':
    case U'〕':
      return U')';
    case U'［':
      return U'[';
    case U'］':
      return U']';
    default:
      return 0;
  }
}

bool ends_sentence(char32_t mark) {
  return mark == U'.' || mark == U'!' || mark == U'?' || mark == U'…' || mark == U'।';
}

bool closes(char32_t mark) { return mark == U'”' || mark == U'»' || mark == U')' || mark == U']' || mark == U'}'; }

bool opens(char32_t mark) {
  return mark == U'“' || mark == U'«' || mark == U'(' || mark == U'[' || mark == U'{' || mark == U'¡' || mark == U'¿';
}

}  // namespace kokoro::text
