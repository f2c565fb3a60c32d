#include "text/normalize/markdown_inline.hpp"

#include <algorithm>

#include "text/characters/bytes.hpp"
#include "text/spoken/censored_span.hpp"
#include "text/spoken/formula_span.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMostLinkText = 300;
constexpr std::size_t kMostTarget = 1000;

class Inline {
 public:
  Inline(std::string_view text, std::size_t begin, std::size_t end, const NormalizationOptions& options,
         SpokenText& out)
      : line_(text.substr(0, end)), at_(begin), begin_(begin), options_(options), out_(out) {}

  void run() {
    while (at_ < line_.size()) at_ = std::max(sign(), at_ + 1);
    flush(line_.size());
  }

 private:
  /// Copies what has not been written yet up to `end`.
  void flush(std::size_t end) {
    if (end > pending_) out_.append_copy(line_.substr(pending_, end - pending_), pending_);
    pending_ = end;
  }

  char at(std::size_t i) const { return byte_at(line_, i); }
  bool blank_or_edge(std::size_t i) const { return i >= line_.size() || static_cast<unsigned char>(line_[i]) <= ' '; }
  bool start_or_blank_before(std::size_t i) const {
    return i <= begin_ || static_cast<unsigned char>(line_[i - 1]) <= ' ';
  }

  /// Leaves out [at_, open_end), copies up to `inside_end`, leaves out up to `end`.
  std::size_t unwrap(std::size_t open_end, std::size_t inside_end, std::size_t end) {
    flush(at_);
    pending_ = open_end;
    flush(inside_end);
    pending_ = end;
    return end;
  }

  /// Handles a sign at at_; returns where to go on, or at_ when it is plain text.
  std::size_t sign() {
    const char c = line_[at_];
    if (c == '[' || (c == '!' && at(at_ + 1) == '[')) return link(c == '!' ? at_ + 1 : at_);
    if (c == '$' || (c == '\\' && (at(at_ + 1) == '(' || at(at_ + 1) == '['))) {
      const FormulaSpan span = options_.latex ? formula_span_at(line_, at_) : FormulaSpan{};
      if (span.end == 0) return at_;
      flush(span.end);
      return span.end;
    }
    if (!options_.markdown) return at_;
    if ((c == 'h' || c == 'w') && start_of_run(at_)) return address();
    if (c == '\\' && std::string_view("*_`#~>|{}!+-.$").find(at(at_ + 1)) != std::string_view::npos &&
        at(at_ + 1) != '\0') {
      flush(at_);
      pending_ = at_ + 1;
      flush(at_ + 2);
      return at_ + 2;
    }
    if (c == '`') return code();
    if (c == '<') return autolink();
    if (c == '*' || c == '_' || c == '~') return emphasis(c);
    return at_;
  }

  bool start_of_run(std::size_t i) const { return i <= begin_ || !word_char_before(line_, i); }

  /// An address may hold any sign of emphasis.
  std::size_t address() {
    if (!has_at(line_, at_, "http://") && !has_at(line_, at_, "https://") && !has_at(line_, at_, "www.")) return at_;
    std::size_t end = at_;
    while (!blank_or_edge(end) && std::string_view("<>\"`]").find(line_[end]) == std::string_view::npos) ++end;
    while (end > at_ && std::string_view("*_~").find(line_[end - 1]) != std::string_view::npos) --end;
    flush(end);
    return end;
  }

  std::size_t link(std::size_t bracket) {
    if (const std::size_t end = markup_span_end(line_, bracket); end > bracket) {
      flush(end);
      return end;
    }
    if (!options_.markdown) return at_;
    const std::size_t close = line_.substr(bracket, kMostLinkText).find(']');
    if (close == std::string_view::npos || close < 2) return at_;
    const std::size_t inside_end = bracket + close;
    if (at(bracket + 1) == '^') return unwrap(inside_end, inside_end, inside_end + 1);
    const char open = at(inside_end + 1);
    if (open != '(' && open != '[') return at_;
    const std::size_t length = line_.substr(inside_end + 2, kMostTarget).find(open == '(' ? ')' : ']');
    if (length == std::string_view::npos) return at_;
    std::size_t end = inside_end + 2 + length + 1;
    // "(…_(film))": a target with brackets of its own.
    if (open == '(' && at(end) == ')' && line_.substr(inside_end + 2, length).find('(') != std::string_view::npos)
      ++end;
    const std::string_view target = line_.substr(inside_end + 2, length);
    const bool looks_like_target =
        open == '[' || target.empty() || target.find_first_of("/.#:") != std::string_view::npos;
    if (!looks_like_target) return at_;
    flush(at_);
    append_inline_markdown(line_, bracket + 1, inside_end, options_, out_);
    pending_ = end;
    return end;
  }

  std::size_t code() {
    std::size_t ticks = 0;
    while (ticks < 4 && at(at_ + ticks) == '`') ++ticks;
    const std::size_t close = line_.substr(at_ + ticks, kMostTarget).find(std::string_view("````").substr(0, ticks));
    if (close == std::string_view::npos) return unwrap(at_ + ticks, at_ + ticks, at_ + ticks);
    return unwrap(at_ + ticks, at_ + ticks + close, at_ + ticks + close + ticks);
  }

  std::size_t autolink() {
    const std::size_t close = line_.substr(at_, kMostTarget).find('>');
    if (close == std::string_view::npos) return at_;
    const std::string_view inside = line_.substr(at_ + 1, close - 1);
    const bool address = inside.find("://") != std::string_view::npos ||
                         (inside.find('@') != std::string_view::npos && inside.find(' ') == std::string_view::npos);
    return address && inside.front() != '/' ? unwrap(at_ + 1, at_ + close, at_ + close + 1) : at_;
  }

  /// Runs of * _ ~~ that stand at the edge of a word.
  std::size_t emphasis(char c) {
    std::size_t end = at_;
    while (end < line_.size() && line_[end] == c) ++end;
    const std::size_t run = end - at_;
    if (run > 3 || (c == '~' && run != 2)) return at_;
    if (c == '*' && is_censoring(line_, at_)) {
      // Its letters are read together later on.
      flush(end);
      return end;
    }
    const bool opens = !blank_or_edge(end) && (start_or_blank_before(at_) || !word_char_before(line_, at_));
    const bool closes = !start_or_blank_before(at_) && (blank_or_edge(end) || !word_char_at(line_, end));
    const bool inside_word = word_char_before(line_, at_) && word_char_at(line_, end);
    const bool digits = at_ > 0 && is_digit_byte(line_[at_ - 1]) && is_digit_byte(at(end));
    // "5*3" is a product, "snake_case" a name.
    const bool joined = inside_word && c == '*' && !digits && (run >= 2 || open_star_);
    if (!opens && !closes && !joined && !(inside_word && c == '*' && !digits && has_star_after(end))) return at_;
    if (c == '_' && inside_word) return at_;
    if (c == '*') open_star_ = !open_star_;
    return unwrap(end, end, end);
  }

  bool has_star_after(std::size_t i) const { return line_.substr(i, 60).find('*') != std::string_view::npos; }

  std::string_view line_;
  std::size_t at_;
  std::size_t begin_;
  const NormalizationOptions& options_;
  SpokenText& out_;
  std::size_t pending_ = begin_;
  bool open_star_ = false;
};

}  // namespace

void append_inline_markdown(std::string_view text, std::size_t begin, std::size_t end,
                            const NormalizationOptions& options, SpokenText& out) {
  Inline(text, begin, end, options, out).run();
}

}  // namespace kokoro::text
