#include "text/normalize/fold.hpp"

#include <utf8proc.h>

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
    std::size_t plain = at_;
    while (plain < source_.size() && is_plain(source_[plain])) ++plain;
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
    if (c == 0x200B || is_invisible(c)) {
      at_ = end;
      return;
    }
    if (c == U'⁻' || c == U'⁰' || (c >= U'⁴' && c <= U'⁹')) return superscript();
    if (c >= 0x2080 && c <= 0x2089) return replace(std::string(1, static_cast<char>('0' + (c - 0x2080))), end);
    marked(c, end);
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
