#include "text/normalize/fold.hpp"

#include <utf8proc.h>

#include <string>

#include "base/utf8.hpp"
#include "text/characters/bytes.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/compatibility.hpp"
#include "text/normalize/html_entities.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {
namespace {

constexpr std::u32string_view kSuperscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";

/// ASCII that stands for itself.
bool is_plain(char c) { return c >= ' ' && c < 0x7F && c != '&' && c != '[' && c != '`' && c != '\''; }

bool is_invisible(char32_t c) {
  if (c == 0x200C || c == 0x200D || (c >= 0xE0000 && c <= 0xE007F)) return false;
  return c == 0xAD || utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_CF;
}

/// Signs that have a reading of their own, which their compatibility form would hide.
bool keeps_form(char32_t c) {
  // Wide marks hold their own space.
  constexpr std::u32string_view kKept = U"№™℠℮～，．！？：；（）［］｛｝＂";
  return kKept.find(c) != std::u32string_view::npos || (c >= 0x1F100 && c <= 0x1F1FF);
}

/// The number in a circle that has no compatible form; 0 for other characters.
unsigned circled_number(char32_t c) {
  if (c >= 0x2776 && c <= 0x277F) return c - 0x2775;
  if (c >= 0x2780 && c <= 0x2789) return c - 0x277F;
  if (c >= 0x278A && c <= 0x2793) return c - 0x2789;
  if (c >= 0x24EB && c <= 0x24F4) return c - 0x24EB + 11;
  if (c >= 0x24F5 && c <= 0x24FE) return c - 0x24F4;
  return 0;
}

class Folder {
 public:
  explicit Folder(std::string_view source) : source_(source) { out_.text.reserve(source.size()); }

  SpokenText run() {
    while (at_ < source_.size()) step();
    return std::move(out_);
  }

 private:
  void copy(std::size_t end) {
    out_.append_copy(source_.substr(at_, end - at_), at_);
    at_ = end;
  }
  void replace(std::string_view with, std::size_t end) {
    if (source_.substr(at_, end - at_) == with) {
      copy(end);
    } else {
      out_.append_rewrite(with, at_, end);
      at_ = end;
    }
  }

  void step() {
    if (source_[at_] == '-' && byte_at(source_, at_ + 1) == '-' && byte_at(source_, at_ - 1) != '-' && hyphen_dash())
      return;
    std::size_t plain = at_;
    while (plain < source_.size() && is_plain(source_[plain]) &&
           (plain == at_ || source_[plain] != '-' || byte_at(source_, plain + 1) != '-' || source_[plain - 1] == '-')) {
      ++plain;
    }
    if (plain < source_.size() && plain > at_ && static_cast<unsigned char>(source_[plain]) >= 0x80)
      --plain;  // a mark may follow
    if (plain > at_) {
      copy(plain);
      return;
    }
    const char c = source_[at_];
    if (c == '&') {
      const Entity entity = entity_at(source_, at_);
      if (entity.end == 0) return copy(at_ + 1);
      return replace(entity.text, entity.end);
    }
    if (c == '[') return copy_valid(std::max(markup_span_end(source_, at_), at_ + 1));
    if (c == '`' || c == '\'') return quotes(c);
    const CodePoint code = code_point_at(source_, at_);
    other(code.value, at_ + code.length);
  }

  /// Up to `end` as it is, but for invalid bytes.
  void copy_valid(std::size_t end) {
    while (at_ < end) {
      const auto invalid = find_invalid_utf8(source_.substr(at_, end - at_));
      copy(invalid ? at_ + *invalid : end);
      if (invalid) replace(" ", at_ + 1);
    }
  }

  /// ``quoted'' as TeX writes it.
  void quotes(char c) {
    const bool two = byte_at(source_, at_ + 1) == c && byte_at(source_, at_ + 2) != c;
    constexpr std::size_t kNear = 300;
    if (c == '`' && two && source_.substr(at_, kNear).find("''") != std::string_view::npos) {
      tex_quote_ = true;
      return replace("“", at_ + 2);
    }
    if (c == '\'' && two && tex_quote_) {
      tex_quote_ = false;
      return replace("”", at_ + 2);
    }
    copy(at_ + 1);
  }

  void other(char32_t c, std::size_t end) {
    if (c == U'\r') return replace("\n", end + (byte_at(source_, end) == '\n' ? 1 : 0));
    if (is_newline(c)) return replace("\n", end);
    if (c == U'\uFFFD' && end == at_ + 1) return replace(" ", end);
    if (c != 0x200B && c != 0xFEFF && is_space(c)) return replace(" ", end);
    if (c == 0x2010 || c == 0x2011) return replace("-", end);
    if (c == 0x2012) return replace("–", end);
    if (c == 0x2015) return replace("—", end);
    // Where words are written apart by blanks, a break without width stands for one.
    if (c == 0x200B && at_ > 0 && is_letter_byte(source_[at_ - 1]) && is_letter_byte(byte_at(source_, end)))
      return replace(" ", end);
    if (c == 0x200B || is_invisible(c)) {
      at_ = end;
      return;
    }
    if (const unsigned circled = circled_number(c); circled != 0) return replace(std::to_string(circled), end);
    // Lines of a box that stand for a dash, and the long dashes.
    if (c == 0x2500 || c == 0x2501 || c == 0x2E3A || c == 0x2E3B || c == 0xFE58 || c == 0xFE31) return box_dash(c, end);
    if ((c == U'²' || c == U'³' || c == U'¹') &&
        kSuperscripts.find(code_point_at(source_, end).value) != std::u32string_view::npos && end < source_.size()) {
      return superscript();
    }
    if (c == U'⁻' || c == U'⁰' || (c >= U'⁴' && c <= U'⁹')) return superscript();
    if (c >= 0x2080 && c <= 0x2089) return replace(std::string(1, static_cast<char>('0' + (c - 0x2080))), end);
    marked(c, end);
  }

  /// One or two of them between words are a dash, more are a line.
  void box_dash(char32_t c, std::size_t end) {
    const auto same = [&](std::size_t i) { return i < source_.size() && code_point_at(source_, i).value == c; };
    const bool line = c <= 0x2501 && ((same(end) && same(end + 3)) ||
                                      (at_ >= 3 && same(at_ - 3) && (same(end) || (at_ >= 6 && same(at_ - 6)))));
    if (line) return copy(end);
    if (at_ >= 3 && same(at_ - 3)) {
      at_ = end;  // the second of two
      return;
    }
    replace("—", end);
  }

  /// "said--wait", "“Well--” she": hyphens for a dash, between what is written against them.
  bool hyphen_dash() {
    std::size_t end = at_;
    while (byte_at(source_, end) == '-') ++end;
    const std::size_t run = end - at_;
    if (run < 2 || run > 3 || at_ == 0 || (at_ >= 2 && source_.substr(at_ - 2, 2) == "<!")) return false;
    const char32_t before = code_point_before(source_, at_);
    const char32_t after = end < source_.size() ? code_point_at(source_, end).value : U'\n';
    const bool word_before = is_word_char(before) || before == U'.' || before == U',' || before == U'?' ||
                             before == U'!' || before == U'”' || before == U'’' || before == U'"' || before == U'\'' ||
                             before == U')' || before == U'*' || before == U'_';
    const bool closes = after == U'"' || after == U'\'' || after == U'”' || after == U'’' || after == U'\n' ||
                        after == U')' || is_space(after);
    const bool opens =
        after == U'“' || after == U'‘' || after == U'(' || after == U'*' || after == U'_' || is_word_char(after);
    if (!word_before || !(closes || opens) ||
        (is_digit_byte(byte_at(source_, at_ - 1)) && is_digit_byte(byte_at(source_, end))))
      return false;
    // "i--" and "--" before a blank at a line's start are no dashes.
    if (after == U'\n' && at_ >= 1 && source_[at_ - 1] == '-') return false;
    replace("—", end);
    return true;
  }

  void superscript() {
    std::string out = "^";
    std::size_t end = at_;
    for (int most = 8; most > 0; --most) {
      const CodePoint next = code_point_at(source_, end);
      const std::size_t digit = kSuperscripts.find(next.value);
      if (digit != std::u32string_view::npos && next.value != 0) {
        out += static_cast<char>('0' + digit);
      } else if (next.value == U'⁻' && out == "^") {
        out += '-';
      } else {
        break;
      }
      end += next.length;
    }
    replace(out, std::max(end, at_ + 1));
  }

  /// A character with the marks that combine with it.
  void marked(char32_t c, std::size_t end) {
    if (keeps_form(c)) return copy(end);
    std::u32string group(1, c);
    constexpr std::size_t kMostMarks = 64;
    while (end < source_.size() && static_cast<unsigned char>(source_[end]) >= 0x80 && group.size() < kMostMarks) {
      const CodePoint next = code_point_at(source_, end);
      if (next.value < 0x300 || !is_joining(next.value) || next.value == 0x200D || next.value == 0x200C) break;
      group += next.value;
      end += next.length;
    }
    replace(to_utf8(fold_compatibility(group)), end);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  bool tex_quote_ = false;
  SpokenText out_;
};

}  // namespace

SpokenText fold(std::string_view source) { return Folder(source).run(); }

}  // namespace kokoro::text
