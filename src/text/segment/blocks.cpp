#include "text/segment/blocks.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/characters/bytes.hpp"
#include "text/characters/characters.hpp"
#include "text/segment/abbreviations.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {
namespace {

bool is_known_abbreviation(std::string_view word) {
  const std::u32string letters = to_code_points(word);
  return is_abbreviation(letters, true, true) || is_abbreviation(letters, false, true);
}

/// Looks for the end of one block.
class Cutter {
 public:
  Cutter(std::string_view text, std::size_t begin, std::size_t aim) : text_(text), begin_(begin), aim_(aim) {}

  Blocks::Block run() {
    line_start(begin_);
    run_begin_ = begin_;
    for (at_ = begin_; at_ < text_.size();) {
      const std::size_t length = at_ - begin_;
      if (text_[at_] == '[') {
        at_ = std::max(markup_span_end(text_, at_), at_ + 1);
        continue;
      }
      if (text_[at_] == '\n') {
        if (length >= aim_ && !in_code_ && ends_paragraph()) return {begin_, after_blank_lines(at_), true};
        line_start(at_ + 1);
        run_begin_ = at_ + 1;
      } else if (is_blank_byte(text_[at_])) {
        if (!in_code_ && (length >= far() || (length >= 2 * aim_ && ends_sentence()))) {
          return {begin_, at_ + 1, false};
        }
        run_begin_ = at_ + 1;
      } else if (length >= 2 * aim_ && !in_code_ && after_wide_stop()) {
        return {begin_, at_, false};
      } else if (length >= far() && at_ - run_begin_ >= kRunBytes && !in_code_ && starts_character()) {
        return {begin_, at_, false};
      }
      ++at_;
    }
    return {begin_, text_.size(), true};
  }

 private:
  /// So many times the aim, or so many bytes, and any blank will do.
  static constexpr std::size_t kFar = 8;
  static constexpr std::size_t kFarBytes = 24'576;
  /// So many bytes without a blank are no words that could be cut apart.
  static constexpr std::size_t kRunBytes = 4096;

  std::size_t far() const { return std::min(kFar * aim_, kFarBytes); }

  bool starts_character() const {
    const bool inside = (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U;
    return !inside && !is_joining(code_point_at(text_, at_).value);
  }

  void line_start(std::size_t at) {
    const std::size_t first = skip_blanks(text_, at);
    if (has_at(text_, first, "```") || has_at(text_, first, "~~~")) in_code_ = !in_code_;
  }

  /// Start of the next line with something in it.
  std::size_t after_blank_lines(std::size_t newline) const {
    const std::size_t text = std::min(text_.find_first_not_of(" \t\r\n", newline), text_.size());
    return text == text_.size() ? text : text_.rfind('\n', text) + 1;
  }

  std::string_view before() const {
    std::string_view said = text_.substr(begin_, at_ - begin_);
    while (!said.empty() && (is_blank_byte(said.back()) || said.back() == '\r')) said.remove_suffix(1);
    return said;
  }

  static std::string_view without_closers(std::string_view said) {
    constexpr std::string_view kClosers[] = {"\"", "'", ")", "]", "”", "’", "»", "」", "』", "）"};
    for (bool found = true; found;) {
      found = false;
      for (const std::string_view closer : kClosers) {
        if (!said.ends_with(closer)) continue;
        said.remove_suffix(closer.size());
        found = true;
      }
    }
    return said;
  }

  static bool ends_with_stop(std::string_view said) {
    for (const std::string_view stop : {"!", "?", "…", "。", "！", "？", "।"}) {
      if (said.ends_with(stop)) return true;
    }
    return false;
  }

  /// At the end of a line: a blank one follows, or a full stop was here and nothing says that the line was wrapped.
  bool ends_paragraph() const {
    const std::size_t next = skip_blanks(text_, at_ + 1);
    const char first = byte_at(text_, next);
    if (first == '\n' || first == '\r' || first == '\0') return true;
    const std::string_view said = without_closers(before());
    return !is_lower_byte(first) && (said.ends_with('.') || ends_with_stop(said));
  }

  /// At a blank: a sentence ended before it. A dot after a short word, an abbreviation or a number proves nothing.
  bool ends_sentence() const {
    if (is_blank_byte(text_[at_ - 1])) return false;  // seen already
    const std::size_t next = skip_blanks(text_, at_);
    const char first = byte_at(text_, next);
    if (is_lower_byte(first) || is_digit_byte(first) || first == '\n' || first == '\r') return false;
    std::string_view said = without_closers(before());
    if (ends_with_stop(said)) return true;
    if (!said.ends_with('.')) return false;
    said.remove_suffix(1);
    std::size_t word = said.size();
    while (word > 0 && said.size() - word < 24 && static_cast<unsigned char>(said[word - 1]) > ' ') --word;
    const std::string_view last = said.substr(word);
    constexpr std::size_t kShortBytes = 4;
    const bool plain = last.find_first_of(".0123456789@/:") == std::string_view::npos;
    return plain && last.size() >= kShortBytes && is_lower_byte(last.back()) && !is_known_abbreviation(last);
  }

  /// Between characters of a script without spaces, behind its full stop.
  bool after_wide_stop() const {
    if (static_cast<unsigned char>(text_[at_]) < 0xE3) return false;
    const std::string_view said = text_.substr(begin_, at_ - begin_);
    for (const std::string_view stop : {"。", "！", "？"}) {
      if (!said.ends_with(stop)) continue;
      // Closers and further stops belong to the sentence: all of them begin with these two bytes.
      return !text_.substr(at_).starts_with("\xE3\x80") && !text_.substr(at_).starts_with("\xEF\xBC");
    }
    return false;
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t aim_;
  std::size_t at_ = 0;
  std::size_t run_begin_ = 0;  ///< of what is without a blank
  bool in_code_ = false;
};

}  // namespace

Blocks::Block Blocks::next() {
  const Block block = Cutter(text_, at_, aim_).run();
  at_ = block.end;
  aim_ = std::min(2 * aim_, kMostBlockBytes);
  return block;
}

}  // namespace kokoro::text
