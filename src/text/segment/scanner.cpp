#include "text/segment/scanner.hpp"
#include "base/ascii.hpp"

#include <algorithm>
#include <utility>

#include "text/characters/bytes.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"
#include "text/segment/abbreviations.hpp"
#include "text/segment/sentence_end.hpp"
#include "text/spoken/address_span.hpp"

namespace kokoro::text {
namespace {

class Scanner {
 public:
  Scanner(const Source& source, bool english) : source_(source), english_(english) {}

  std::vector<Item> run() {
    for (std::size_t i = 0; i < source_.size();) {
      if (is_newline(source_[i])) {
        if (!items_.empty() && items_.back().kind != Item::Kind::paragraph) {
          items_.push_back({Item::Kind::paragraph, i, i + 1});
        }
        ++i;
      } else if (is_space(source_[i])) {
        if (!items_.empty()) items_.back().space_after = true;
        ++i;
      } else {
        std::size_t end = i;
        while (end < source_.size() && !is_newline(source_[end]) && !is_space(source_[end])) ++end;
        run_of(i, end);
        i = end;
      }
    }
    return std::move(items_);
  }

 private:
  /// A run between spaces.
  void run_of(std::size_t begin, std::size_t end) {
    if (const auto [first, last] = address_in(begin, end); first < last) {
      plain(begin, first);
      word(first, last, Item::Kind::address);
      plain(last, end);
    } else if (english_ && end - begin == 1 && source_[begin] == U'-') {
      items_.push_back({Item::Kind::mark, begin, end, false, U'—'});
    } else {
      plain(begin, end);
    }
  }

  /// The address in the run [begin, end), without the brackets and quotes before it; empty when there is none.
  std::pair<std::size_t, std::size_t> address_in(std::size_t begin, std::size_t end) const {
    while (begin < end && !is_ascii_letter(source_[begin]) && !is_digit(source_[begin])) ++begin;
    const std::size_t bytes = address_span_at(source_.text(begin, end), 0).end;
    std::size_t last = begin;
    while (last < end && source_.byte(last) - source_.byte(begin) < bytes) ++last;
    return {begin, last};
  }

  void plain(std::size_t begin, std::size_t end) {
    std::size_t word_begin = begin;
    for (std::size_t i = begin; i < end;) {
      if (i == word_begin) {
        if (const std::size_t dotted = end_of_dotted(i, end); dotted > i) {
          word(i, dotted, Item::Kind::dotted);
          word_begin = i = dotted;
          continue;
        }
      }
      const std::size_t mark_end = end_of_mark(i, begin, end);
      if (mark_end == i) {
        ++i;
        continue;
      }
      if (source_[i] == U'.' && mark_end == i + 1 && dot_of_abbreviation(word_begin, i)) {
        word(word_begin, i + 1, Item::Kind::abbreviation);
      } else {
        word(word_begin, i, Item::Kind::word);
        const char32_t mark = source_[i] == U'-' ? U'—' : canonical_mark(source_[i]);
        // East Asian marks hold their own space.
        const bool wide = source_[i] >= 0x3000;
        if (wide && opens(mark) && !items_.empty()) items_.back().space_after = true;
        items_.push_back({Item::Kind::mark, i, mark_end, wide && !opens(mark), mark});
      }
      word_begin = i = mark_end;
    }
    word(word_begin, end, Item::Kind::word);
  }

  /// End of a run of one mark at `i`, or `i` when the character is part of a word.
  std::size_t end_of_mark(std::size_t i, std::size_t begin, std::size_t end) const {
    const char32_t c = source_[i];
    if (c != U'-' && canonical_mark(c) == 0) return i;
    std::size_t stop = i + 1;
    while (stop < end && source_[stop] == c) ++stop;
    if (c == U'-') return stop - i >= 2 ? stop : i;
    if (stop - i > 1) return stop;
    const bool digit_after = i + 1 < end && is_digit(source_[i + 1]);
    const bool digit_before = i > begin && is_digit(source_[i - 1]);
    const bool separator = c == U'.' || c == U',' || c == U':' || c == U'–';
    if (separator && digit_before && digit_after) return i;
    // ".5" is a number, "end.5" is not.
    const bool word_before = i > begin && (is_letter(source_[i - 1]) || canonical_mark(source_[i - 1]) == U'.');
    if (c == U'.' && digit_after && !word_before) return i;
    return stop;
  }

  /// End of "U.S.", "e.g.", "Ph.D" at `i`: groups of one or two letters, dots between them, at least one group of one
  /// letter or all capitals. Its last dot is left out at the end of a paragraph, where it ends the sentence as well.
  std::size_t end_of_dotted(std::size_t i, std::size_t end) const {
    std::size_t at = i;
    std::size_t groups = 0;
    bool single = false;
    bool capitals = true;
    bool trailing_dot = false;
    while (at < end && groups < 8) {
      std::size_t letters = 0;
      while (at + letters < end && letters < 3 && is_letter(source_[at + letters])) ++letters;
      if (letters == 0) break;
      if (letters > 2) return i;
      for (std::size_t k = at; k < at + letters; ++k) capitals = capitals && is_upper(source_[k]);
      single = single || letters == 1;
      at += letters;
      ++groups;
      trailing_dot = at < end && source_[at] == U'.';
      if (!trailing_dot) break;
      ++at;
    }
    if (groups < 2 || (!single && !capitals) || (at < end && (is_letter(source_[at]) || is_digit(source_[at]))))
      return i;
    if (!trailing_dot && !capitals) return i;
    return trailing_dot && at == end && (at_paragraph_end(at) || ends_sentence_at(i, at)) ? at - 1 : at;
  }

  bool at_paragraph_end(std::size_t i) const {
    while (i < source_.size() && is_space(source_[i])) ++i;
    return i == source_.size() || is_newline(source_[i]);
  }

  /// Whether the dot before `end` of the abbreviation that begins at `begin` ends a sentence within the paragraph.
  bool ends_sentence_at(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kNear = 100;
    std::size_t next = end;
    while (next < source_.size() && is_space(source_[next])) ++next;
    if (next == end || next >= source_.size() || !is_upper(source_[next])) return false;
    const std::string word = ascii_lower(source_.text(begin, end));
    if (word == "etc." || word == "a.m." || word == "p.m.") return true;
    if (!english_) return false;
    const std::string before(source_.text(begin > kNear ? begin - kNear : 0, begin));
    const std::string after(source_.text(end, std::min(end + kNear, source_.size())));
    return ends_sentence(before + word + after, before.size(), before.size() + word.size(),
                         use_of_abbreviation(source_.text(begin, end)));
  }

  bool dot_of_abbreviation(std::size_t begin, std::size_t dot) const {
    if (dot == begin || dot - begin > 8) return false;
    std::size_t next = dot + 1;
    while (next < source_.size() && is_space(source_[next])) ++next;
    if (next >= source_.size() || is_newline(source_[next])) return false;
    if (next == dot + 1 && canonical_mark(source_[next]) == 0) return false;
    return is_abbreviation(source_.chars(begin, dot), english_, is_digit(source_[next])) &&
           !ends_sentence_at(begin, dot + 1);
  }

  /// Adds [begin, end) without what cannot be spoken at its edges; cuts it where the script changes, and where it is
  /// too long.
  void word(std::size_t begin, std::size_t end, Item::Kind kind) {
    while (begin < end && !starts_word(begin, end)) ++begin;
    if (kind == Item::Kind::word || kind == Item::Kind::address) {
      while (end > begin && !is_speakable(source_[end - 1]) && !is_combining(end - 1)) --end;
    }
    while (begin < end) {
      std::size_t stop = begin + 1;
      Script script = letter_script(begin);
      for (; stop < end && source_.byte(stop + 1) - source_.byte(begin) <= kMaxWordBytes; ++stop) {
        const Script next = letter_script(stop);
        if (next != Script::other && script != Script::other && next != script) break;
        if (next != Script::other) script = next;
      }
      while (stop < end && is_combining(stop) && source_.byte(stop) - source_.byte(begin) < 2 * kMaxWordBytes) ++stop;
      items_.push_back({kind, begin, stop});
      begin = stop;
    }
  }

  Script letter_script(std::size_t i) const { return is_letter(source_[i]) ? script_of(source_[i]) : Script::other; }

  bool is_combining(std::size_t i) const {
    const char32_t c = source_[i];
    return c >= 0x300 && !is_speakable(c) && canonical_mark(c) == 0 && is_joining(c);
  }

  bool starts_word(std::size_t i, std::size_t end) const {
    const char32_t c = source_[i];
    if (is_speakable(c)) return true;
    const bool before_number =
        i + 1 < end && (is_digit(source_[i + 1]) || source_[i + 1] == U'$' || source_[i + 1] == U'.');
    return before_number && (c == U'-' || c == U'.' || c == U'#' || c == U'−');
  }

  const Source& source_;
  bool english_;
  std::vector<Item> items_;
};

}  // namespace

std::vector<Item> scan(const Source& source, bool english) { return Scanner(source, english).run(); }

}  // namespace kokoro::text
