#include "text/normalize/markdown.hpp"
#include "base/ascii.hpp"

#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"
#include "text/normalize/markdown_inline.hpp"
#include "text/segment/sentence_end.hpp"

namespace kokoro::text {
namespace {

enum class Block { blank, text, heading, item, quote, fence, rule, row, separator };

struct Line {
  Block kind = Block::blank;
  std::size_t begin = 0;  ///< of what is said
  std::size_t end = 0;
};

/// A line of this many bytes that ends without a full stop is the middle of a paragraph that was wrapped.
constexpr std::size_t kWrappedBytes = 50;

bool is_rule(std::string_view line) {
  const char c = line.front();
  if (c != '-' && c != '*' && c != '_' && c != '=') return false;
  std::size_t count = 0;
  for (const char other : line) {
    if (other == c) {
      ++count;
    } else if (!is_blank_byte(other)) {
      return false;
    }
  }
  return count >= 3;
}

bool is_separator(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// Length of "- ", "* ", "+ ", "• " and the like at the start of a line.
std::size_t bullet_length(std::string_view line) {
  for (const std::string_view bullet :
       {"-", "*", "+", "•", "◦", "▪", "‣", "●", "○", "–", "—", "■", "□", "➤", "✓", "✔", "→"}) {
    if (line.starts_with(bullet) && is_blank_byte(byte_at(line, bullet.size())))
      return skip_blanks(line, bullet.size());
    if (bullet.size() == 3 && bullet != "–" && bullet != "—" && line.starts_with(bullet) && line.size() > 3) return 3;
  }
  return 0;
}

bool is_numbered(std::string_view line) {
  const std::size_t digits = count_digits(line, 0, 4);
  if (digits > 0 && digits < 4) {
    const char mark = byte_at(line, digits);
    return (mark == '.' || mark == ')') && is_blank_byte(byte_at(line, digits + 1));
  }
  return is_letter_byte(byte_at(line, 0)) && byte_at(line, 1) == ')' && is_blank_byte(byte_at(line, 2));
}

/// "Name:" and the like end a line on purpose.
bool ends_paragraph(std::string_view line) {
  for (const std::string_view mark : {"”", "’", "…", "»", "。", "！", "？", "।"}) {
    if (line.ends_with(mark)) return true;
  }
  return std::string_view(".!?:;\")").find(line.back()) != std::string_view::npos;
}

/// A line that ends in "Dr.", "e.g." or an initial goes on in the next one.
bool ends_in_abbreviation(std::string_view line) {
  if (!line.ends_with('.')) return false;
  std::size_t begin = line.size();
  while (begin > 0 && line.size() - begin < 16 && static_cast<unsigned char>(line[begin - 1]) > ' ' &&
         line[begin - 1] != '(')
    --begin;
  const std::string_view word = line.substr(begin, line.size() - 1 - begin);
  if (word.size() == 1) return is_upper_byte(word.front()) && word != "I";
  const AbbreviationUse use = use_of_abbreviation(word);
  if (use == AbbreviationUse::title || use == AbbreviationUse::phrase) return true;
  constexpr std::string_view kOthers[] = {"Sra",  "Srta",  "Dra", "Mme", "Mlle", "MM", "Sig",
                                          "Dott", "Profa", "Sta", "Sto", "Ud",   "Uds"};
  return std::find(std::begin(kOthers), std::end(kOthers), word) != std::end(kOthers);
}

/// "exam-⏎ple": whether the hyphen at a line's end was put there to divide a word. That of a compound stays.
bool divides_word(std::string_view line) {
  std::size_t begin = line.size() - 1;
  while (begin > 0 && is_letter_byte(line[begin - 1])) --begin;
  if (begin + 1 == line.size() || (begin > 0 && line[begin - 1] == '-')) return false;
  const std::string part = ascii_lower(line.substr(begin, line.size() - 1 - begin));
  constexpr std::string_view kParts[] = {
      "well",   "self",   "non",    "ex",     "half",    "all",    "high",   "low",      "long",  "short", "old",
      "new",    "good",   "ill",    "far",    "near",    "full",   "part",   "two",      "three", "four",  "five",
      "six",    "seven",  "eight",  "nine",   "ten",     "twenty", "thirty", "forty",    "fifty", "sixty", "seventy",
      "eighty", "ninety", "mother", "father", "brother", "sister", "son",    "daughter", "one",   "first", "second",
      "third",  "middle", "open",   "free",   "hard",    "soft",   "deep",   "light",    "dark",  "blue",  "red",
      "green",  "white",  "black",  "cold",   "hot",     "left",   "right",  "so",       "co",    "anti",  "post",
      "pre",    "multi",  "mid",    "ever",   "much",    "best",   "real",   "time",     "year",  "day",   "man",
      "world",  "cross",  "user",   "state",  "up",      "by",     "off",    "on",       "out",   "over",  "would",
      "never",  "built",  "ready",  "vice",   "great",   "e",      "x",      "t"};
  return std::find(std::begin(kParts), std::end(kParts), part) == std::end(kParts);
}

class Reader {
 public:
  Reader(std::string_view text, const NormalizationOptions& options, bool joins_lines)
      : text_(text), options_(options), joins_lines_(joins_lines) {}

  SpokenText run() {
    Line line = next_line();
    while (!done_) {
      const std::size_t newline = line_end_;
      Line current = line;
      const Line following = next_line();
      const bool divided = !done_ && is_hyphenated(current, following);
      if (divided && divides_word(text_.substr(current.begin, current.end - current.begin))) --current.end;
      say(current);
      line = following;
      if (newline >= text_.size()) break;
      if (done_) {
        break_paragraph(newline);
        break;
      }
      if (divided) continue;
      if (is_soft(current, line)) {
        out_.append_rewrite(" ", newline, newline + 1);
      } else {
        break_paragraph(newline);
      }
    }
    return std::move(out_);
  }

 private:
  Line next_line() {
    Line line;
    if (at_ > text_.size() || (at_ == text_.size() && started_)) {
      done_ = true;
      return line;
    }
    started_ = true;
    line_end_ = std::min(text_.find('\n', at_), text_.size());
    line = classify(at_, line_end_);
    at_ = line_end_ + 1;
    return line;
  }

  Line classify(std::size_t begin, std::size_t end) {
    std::string_view all = text_.substr(0, end);
    std::size_t first = std::min(skip_blanks(all, begin), end);
    while (end > first && is_blank_byte(text_[end - 1])) --end;
    std::string_view line = text_.substr(first, end - first);
    const bool fence = line.starts_with("```") || line.starts_with("~~~");
    if (options_.markdown && (fence || in_code_)) {
      if (fence) in_code_ = !in_code_;
      const bool said = !fence && !line.empty() && options_.code == NormalizationOptions::Code::read;
      return {said ? Block::row : Block::fence, first, said ? end : first};
    }
    if (line.empty()) return {Block::blank, first, first};
    if (!options_.markdown) return {Block::text, begin, end};
    Block kind = Block::text;
    while (line.front() == '>' && (line.size() == 1 || is_blank_byte(line[1]) || line[1] == '>')) {
      first += line.size() == 1 ? 1 : skip_blanks(line, 1);
      line = text_.substr(first, end - first);
      kind = Block::quote;
      if (line.empty()) return {Block::blank, first, first};
    }
    if (is_rule(line)) return {Block::rule, first, first};
    if (is_separator(line)) return {Block::separator, first, first};
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes > 0 && hashes <= 6 && is_blank_byte(byte_at(line, hashes))) {
      while (end > first + hashes && (text_[end - 1] == '#' || is_blank_byte(text_[end - 1]))) --end;
      return {Block::heading, std::min(first + skip_blanks(line, hashes), end), end};
    }
    if (line.front() == '|' || (line.back() == '|' && line.size() > 1)) return {Block::row, first, end};
    if (const std::size_t bullet = bullet_length(line); bullet > 0) {
      first += bullet;
      for (const std::string_view box : {"[ ] ", "[x] ", "[X] "}) {
        if (has_at(text_, first, box)) first += box.size();
      }
      return {Block::item, std::min(first, end), end};
    }
    if (is_numbered(line)) return {Block::item, first, end};
    // Blanks at the edges are kept: they are part of what is unchanged.
    return {kind, kind == Block::text ? begin : first,
            kind == Block::text ? std::min(text_.find('\n', begin), text_.size()) : end};
  }

  void say(const Line& line) {
    if (line.kind == Block::blank || line.begin >= line.end) return;
    if (line.kind == Block::row &&
        text_.substr(line.begin, line.end - line.begin).find('|') != std::string_view::npos) {
      row(line);
    } else {
      append_inline_markdown(text_, line.begin, line.end, options_, out_);
    }
  }

  /// Cells, with commas between them.
  void row(const Line& line) {
    bool first = true;
    for (std::size_t begin = line.begin; begin < line.end;) {
      const std::size_t bar = std::min(text_.find('|', begin), line.end);
      std::size_t from = skip_blanks(text_.substr(0, bar), begin);
      std::size_t to = bar;
      while (to > from && is_blank_byte(text_[to - 1])) --to;
      if (from < to) {
        if (!first) out_.append_rewrite(", ", begin - 1, begin);
        append_inline_markdown(text_, from, to, options_, out_);
        first = false;
      }
      begin = bar + 1;
    }
  }

  /// Whether two lines are parts of one paragraph.
  bool is_soft(const Line& line, const Line& next) const {
    if (!joins_lines_) return false;
    if (line.kind != Block::text && line.kind != Block::quote && line.kind != Block::item) return false;
    const bool continues = next.kind == line.kind || (line.kind == Block::item && next.kind == Block::text);
    if (!continues || next.kind == Block::item || line.begin >= line.end) return false;
    std::size_t end = line.end;
    while (end > line.begin && is_blank_byte(text_[end - 1])) --end;
    if (end == line.begin) return false;
    const std::size_t first = skip_blanks(text_, next.begin);
    if (is_lower_byte(byte_at(text_, first)))
      return !ends_paragraph(text_.substr(line.begin, end - line.begin)) || end - line.begin >= kWrappedBytes;
    const std::string_view said = text_.substr(line.begin, end - line.begin);
    return end - line.begin >= kWrappedBytes && (!ends_paragraph(said) || ends_in_abbreviation(said));
  }

  /// Whether a word is divided between two lines of one paragraph, by a hyphen that is the last byte of the first.
  bool is_hyphenated(const Line& line, const Line& next) const {
    if (!joins_lines_ || (line.kind != Block::text && line.kind != Block::quote && line.kind != Block::item))
      return false;
    if (next.kind != Block::text && next.kind != line.kind) return false;
    if (line.end < line.begin + 2 || text_[line.end - 1] != '-' || next.begin >= next.end) return false;
    const std::string_view said = text_.substr(line.begin, line.end - line.begin);
    return is_lower_byte(text_[next.begin]) && is_letter_byte(said[said.size() - 2]);
  }

  void break_paragraph(std::size_t newline) { out_.append_copy("\n", newline); }

  std::string_view text_;
  const NormalizationOptions& options_;
  bool joins_lines_;
  SpokenText out_;
  std::size_t at_ = 0;
  std::size_t line_end_ = 0;
  bool started_ = false;
  bool done_ = false;
  bool in_code_ = false;
};

}  // namespace

SpokenText read_markdown(std::string_view text, const NormalizationOptions& options, bool joins_lines) {
  return Reader(text, options, joins_lines).run();
}

}  // namespace kokoro::text
