#include "text/g2p/mixed/foreign_runs.hpp"

#include <algorithm>
#include <span>

#include "text/characters/characters.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {
namespace {

enum class Group { none, han, kana, other };

Group group_of(char32_t c) {
  if (!is_letter(c) && c != U'々' && c != U'〇') return Group::none;
  switch (script_of(c)) {
    case Script::han:
      return Group::han;
    case Script::kana:
      return Group::kana;
    default:
      // Half-width kana are letters of no block of their own.
      return c >= 0xFF66 && c <= 0xFF9F ? Group::kana : Group::other;
  }
}

class Finder {
 public:
  Finder(const Source& source, const ForeignRules& rules, const ReadingOptions& options)
      : source_(source),
        rules_(rules),
        has_kana_(options.han_is_japanese || holds_kana(source)),
        own_units_(rules.own_end && options.normalize.normalize && options.normalize.unit_normalization) {}

  std::vector<ForeignRun> run() {
    for (std::size_t i = 0; i < source_.size();) {
      const Group group = group_of(source_[i]);
      if (!foreign(group)) {
        i = std::max(markup_span_end(source_, i), i + 1);
        continue;
      }
      if (own_units_) {
        if (const std::size_t own = rules_.own_end(source_, i); own > i) {
          i = own;
          continue;
        }
      }
      i = group == Group::other ? letters(i) : east_asian(i);
    }
    return whole_paragraphs();
  }

 private:
  /// Where a paragraph says nothing in the text's own language, its punctuation belongs to the foreign runs.
  std::vector<ForeignRun> whole_paragraphs() const {
    std::vector<ForeignRun> out;
    auto next = runs_.begin();
    for (std::size_t begin = 0; next != runs_.end();) {
      std::size_t end = begin;
      while (end < source_.size() && !is_newline(source_[end])) ++end;
      auto last = next;
      while (last != runs_.end() && last->begin < end) ++last;
      add_paragraph({next, last}, begin, end, out);
      next = last;
      begin = end + 1;
    }
    return out;
  }

  void add_paragraph(std::span<const ForeignRun> runs, std::size_t begin, std::size_t end,
                     std::vector<ForeignRun>& out) const {
    bool own = false;
    std::size_t at = begin;
    for (std::size_t i = 0; i <= runs.size() && !own; ++i) {
      const std::size_t stop = i < runs.size() ? runs[i].begin : end;
      for (; at < stop && !own; ++at) own = is_speakable(source_[at]);
      if (i < runs.size()) at = runs[i].end;
    }
    const std::size_t first = out.size();
    for (const ForeignRun& run : runs) {
      if (own) {
        out.push_back(run);
      } else if (out.size() > first && out.back().tag == run.tag) {
        continue;
      } else {
        if (out.size() > first) out.back().end = run.begin;
        out.push_back({out.size() > first ? run.begin : begin, end, run.tag});
      }
    }
  }

  bool foreign(Group group) const {
    switch (group) {
      case Group::han:
        return !rules_.reads_han;
      case Group::kana:
        return !rules_.reads_kana;
      case Group::other:
        return !rules_.reads_others;
      case Group::none:
        return false;
    }
    return false;
  }

  /// What may stand inside a word, an address or a name between its letters and digits.
  static bool connects(char32_t c) {
    return std::u32string_view(U"'’-._/:@#?=&%+~").find(c) != std::u32string_view::npos;
  }

  bool part_of_word(std::size_t i) const {
    return i < source_.size() &&
           (group_of(source_[i]) == Group::other || is_digit(source_[i]) || is_joining(source_[i]));
  }

  /// Whether the letters of [begin, end) are followed by digits with which the word ends: "PM2.5", but not "H2O".
  bool ends_in_digits(std::size_t begin, std::size_t end) const {
    if (!is_digit(source_[end])) return false;
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_ascii_letter(source_[i])) return false;
    }
    constexpr std::size_t kMostDigits = 12;
    const std::size_t limit = end + kMostDigits;
    while (end < limit && (is_digit(source_[end]) || (source_[end] == U'.' && is_digit(source_[end + 1])))) ++end;
    return end < limit && !part_of_word(end) && !(connects(source_[end]) && part_of_word(end + 1));
  }

  std::size_t letters(std::size_t begin) {
    std::size_t end = begin + 1;
    while (true) {
      if (rules_.reads_digits && ends_in_digits(begin, end)) break;
      if (part_of_word(end)) {
        ++end;
        continue;
      }
      std::size_t next = end;
      while (next < source_.size() && next - end < 3 && connects(source_[next])) ++next;
      const bool attached = next > end && part_of_word(next);
      const bool next_word =
          source_[end] == U' ' && end + 1 < source_.size() && group_of(source_[end + 1]) == Group::other;
      if (!attached && !next_word) break;
      end = attached ? next : end + 1;
    }
    runs_.push_back({begin, end, "en-us"});
    return end;
  }

  /// A run of Han and kana, where both are foreign; a run of kana where Han is the text's own.
  std::size_t east_asian(std::size_t begin) {
    bool kana = false;
    std::size_t end = begin;
    for (std::size_t i = begin; i < source_.size(); ++i) {
      const Group group = group_of(source_[i]);
      if (group == Group::kana || group == Group::han) {
        if (!foreign(group)) break;
        kana = kana || group == Group::kana;
        end = i + 1;
      } else if (!between(i)) {
        break;
      }
    }
    // "2024年": the number is read with what it counts.
    const std::size_t floor = runs_.empty() ? 0 : runs_.back().end;
    while (begin > floor && is_digit(source_[begin - 1])) --begin;
    runs_.push_back({begin, end, kana || (has_kana_ && !rules_.reads_han) ? "ja" : "zh"});
    return end;
  }

  /// Marks and digits that do not end a run of Han and kana when more follow.
  bool between(std::size_t i) const {
    const char32_t c = source_[i];
    return is_digit(c) || is_joining(c) || c == U'・' || c == U'ー' || (c >= 0x3001 && c <= 0x3011) || c == U'，' ||
           c == U'！' || c == U'？' || c == U'：' || c == U'；';
  }

  const Source& source_;
  const ForeignRules& rules_;
  bool has_kana_;
  bool own_units_;
  std::vector<ForeignRun> runs_;
};

}  // namespace

bool holds_kana(const Source& source) {
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (group_of(source[i]) == Group::kana) return true;
  }
  return false;
}

std::vector<ForeignRun> find_foreign_runs(const Source& source, const ForeignRules& rules,
                                          const ReadingOptions& options) {
  return Finder(source, rules, options).run();
}

}  // namespace kokoro::text
