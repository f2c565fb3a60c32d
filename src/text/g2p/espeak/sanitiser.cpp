#include "text/g2p/espeak/sanitiser.hpp"

#include <utf8proc.h>

#include "base/utf8.hpp"

namespace kokoro::text {
namespace {

/// Marks in a row that a written syllable can have; more is decoration.
constexpr int kMaxMarks = 4;

/// Digits of one number. espeak-ng overruns a buffer on some of 13 in languages that count in ten thousands.
constexpr std::size_t kMaxDigits = 12;

enum class Kind { space, letter, digit, mark, joiner, symbol, inner };

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

Kind kind_of(char32_t c, VoiceScripts scripts) {
  if (is_ascii_digit(c)) return Kind::digit;
  switch (c) {
    case U'\'':
    case U'-':
    case U'.':
    case U',':
    case U':':
      return Kind::inner;
    case U'%':
    case U'&':
    case U'@':
    case U'+':
    case U'=':
    case U'$':
    case U'£':
    case U'€':
    case U'°':
      return Kind::symbol;
    case 0x200C:
    case 0x200D:
      return Kind::joiner;
    default:
      break;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return scripts.has(script_of(c)) ? Kind::letter : Kind::space;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: {
      const Script script = script_of(c);
      return script == Script::other || scripts.has(script) ? Kind::mark : Kind::space;
    }
    case UTF8PROC_CATEGORY_ND:
      return Kind::digit;
    default:
      return Kind::space;
  }
}

/// Value of a decimal digit: they come in runs of ten.
char32_t ascii_digit(char32_t c) {
  if (is_ascii_digit(c)) return c;
  char32_t value = 0;
  while (value < 9 && utf8proc_category(static_cast<utf8proc_int32_t>(c - value - 1)) == UTF8PROC_CATEGORY_ND) ++value;
  return U'0' + value;
}

/// What stays of an ' - . , : between two neighbours.
bool keeps_inner(char32_t c, Kind before, Kind after) {
  const bool letters = (before == Kind::letter || before == Kind::mark) && after == Kind::letter;
  const bool digits = before == Kind::digit && after == Kind::digit;
  switch (c) {
    case U'\'':
    case U'-':
      return letters;
    case U'.':
      return letters || digits;
    default:
      return digits;
  }
}

/// End of the number at `i`: digits and the separators between them.
std::size_t end_of_number(std::u32string_view text, std::size_t i, VoiceScripts scripts, std::size_t& digits) {
  digits = 0;
  for (; i < text.size(); ++i) {
    const bool digit = kind_of(text[i], scripts) == Kind::digit;
    if (!digit && text[i] != U'.' && text[i] != U',' && text[i] != U':') break;
    digits += digit ? 1 : 0;
  }
  return i;
}

/// Collects words; one that grows too long is continued after a space, so that nothing is lost.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void space() {
    if (!out_.empty() && out_.back() != ' ') out_ += ' ';
    word_begin_ = out_.size();
  }
  /// A letter or digit, which may begin a word.
  void start(char32_t c) {
    if (out_.size() >= word_begin_ + kEspeakWordBytes) space();
    append_utf8(out_, c);
  }
  /// A character that only means something after the one before it.
  void join(char32_t c) { append_utf8(out_, c); }

 private:
  std::string& out_;
  std::size_t word_begin_ = 0;
};

}  // namespace

std::string sanitise(std::u32string_view text, VoiceScripts scripts) {
  std::string out;
  out.reserve(text.size() * 2);
  Writer writer(out);
  Kind before = Kind::space;
  int marks = 0;
  std::size_t number_end = 0;
  bool spell = false;  // the number is too long to be read as one: digit by digit
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i] == 0x2019 ? U'\'' : text[i];
    const Kind kind = kind_of(c, scripts);
    const Kind after = i + 1 < text.size() ? kind_of(text[i + 1], scripts) : Kind::space;
    const bool after_letter = before == Kind::letter || before == Kind::mark;
    Kind written = kind;
    switch (kind) {
      case Kind::letter:
        writer.start(c);
        marks = 0;
        break;
      case Kind::digit:
        if (i >= number_end) {
          std::size_t digits = 0;
          number_end = end_of_number(text, i, scripts, digits);
          spell = digits > kMaxDigits;
        }
        if (spell) writer.space();
        writer.start(scripts.has(script_of(c)) ? c : ascii_digit(c));
        break;
      case Kind::mark:
        if (after_letter && marks < kMaxMarks) {
          writer.join(c);
          ++marks;
        } else if (!after_letter) {
          written = Kind::space;
        }
        break;
      case Kind::joiner:  // means something between letters only; elsewhere it is as if it were not there
        if (after_letter && after == Kind::letter) writer.join(c);
        written = before;
        break;
      case Kind::inner:
        written = keeps_inner(c, before, after) && !(spell && i < number_end) ? Kind::inner : Kind::space;
        if (written == Kind::inner) writer.join(c);
        break;
      case Kind::symbol:
        if (before == Kind::symbol || after == Kind::symbol) {
          writer.space();
        } else {
          if (before != Kind::digit) writer.space();
          writer.join(c);
          if (after != Kind::digit) writer.space();
        }
        break;
      case Kind::space:
        break;
    }
    if (written == Kind::space) writer.space();
    before = written;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace kokoro::text
