#include "text/g2p/english/tokenizer_rules.hpp"

#include <algorithm>

#include "text/g2p/english/tokenizer_tables.hpp"
#include "text/g2p/english/web_address.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::uint8_t kAlpha = 1;
constexpr std::uint8_t kLower = 2;
constexpr std::uint8_t kUpper = 4;
constexpr std::uint8_t kIcon = 8;
constexpr std::uint8_t kPrefix = 16;
constexpr std::uint8_t kSuffix = 32;
constexpr std::uint8_t kQuote = 64;
constexpr std::uint8_t kBeforeDot = 128;

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool in_ranges(std::span<const CodeRange> ranges, char32_t c) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                      [](char32_t x, const CodeRange& range) { return x < range.first; });
  return after != ranges.begin() && c <= (after - 1)->last;
}

std::uint8_t compute_classes(char32_t c) {
  const TokenizerTables& tables = tokenizer_tables();
  const auto has = [c](std::u32string_view set) { return set.find(c) != std::u32string_view::npos; };
  unsigned kinds = 0;
  if (in_ranges(tables.alpha, c)) kinds |= kAlpha;
  if (in_ranges(tables.lower, c)) kinds |= kLower | kBeforeDot;
  if (in_ranges(tables.upper, c)) kinds |= kUpper;
  if (in_ranges(tables.icons, c)) kinds |= kIcon | kPrefix | kSuffix;
  if (has(tables.prefix_chars)) kinds |= kPrefix;
  if (has(tables.suffix_chars)) kinds |= kSuffix;
  if (has(tables.quotes)) kinds |= kQuote;
  if (has(tables.before_dot)) kinds |= kBeforeDot;
  return static_cast<std::uint8_t>(kinds);
}

/// Longest of `words` that stands at the end of `run`, after a digit if `after_digit`.
std::size_t longest_ending(std::u32string_view run, std::span<const std::u32string_view> words, bool after_digit) {
  std::size_t longest = 0;
  for (const std::u32string_view word : words) {
    if (word.size() <= longest || !run.ends_with(word)) continue;
    if (after_digit && (run.size() == word.size() || !is_ascii_digit(run[run.size() - word.size() - 1]))) continue;
    longest = word.size();
  }
  return longest;
}

bool is_hyphen(char32_t c) { return c == U'-' || c == U'–' || c == U'—' || c == U'~'; }

}  // namespace

const TokenizerRules& TokenizerRules::instance() {
  static const TokenizerRules kRules;
  return kRules;
}

TokenizerRules::TokenizerRules() {
  classes_.resize(kTableSize);
  for (char32_t c = 0; c < kTableSize; ++c) classes_[c] = compute_classes(c);
  for (const SpecialCase& special : tokenizer_tables().special_cases) {
    special_cases_.emplace(special.form, special.pieces);
    longest_special_ = std::max(longest_special_, special.form.size());
  }
  for (const SpecialCase& special : tokenizer_tables().special_cases) {
    if (!special.searched || is_white_space(special.form.front())) continue;
    std::vector<std::size_t> ends;
    cut(special.form, 0, false, ends);
    Sequence pieces;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      pieces.emplace_back(special.form.substr(begin, end - begin));
      begin = end;
    }
    sequences_[pieces.front()].push_back(std::move(pieces));
  }
}

bool TokenizerRules::is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::uint8_t TokenizerRules::classes_of(char32_t c) const { return c < kTableSize ? classes_[c] : compute_classes(c); }

const std::array<std::uint8_t, 3>* TokenizerRules::special_case(std::u32string_view form) const {
  if (form.size() > longest_special_) return nullptr;
  const auto found = special_cases_.find(form);
  return found == special_cases_.end() ? nullptr : &found->second;
}

std::size_t TokenizerRules::prefix(std::u32string_view run) const {
  const char32_t first = run.front();
  if (is(first, kPrefix)) return 1;
  if (first == U'+') return run.size() > 1 && is_ascii_digit(run[1]) ? 0 : 1;
  if (first == U'.') {
    const std::size_t end = std::min(run.find_first_not_of(U'.'), run.size());
    return end >= 2 ? end : 0;
  }
  for (const std::u32string_view word : tokenizer_tables().prefix_words) {
    if (run.starts_with(word)) return word.size();
  }
  return 0;
}

std::size_t TokenizerRules::suffix(std::u32string_view run) const {
  if (run.empty()) return 0;
  const char32_t last = run.back();
  const char32_t before = run.size() > 1 ? run[run.size() - 2] : U'\0';
  std::size_t longest = is(last, kSuffix) ? 1 : 0;
  longest = std::max(longest, longest_ending(run, tokenizer_tables().suffix_words, false));
  if (last == U'.') {
    const std::size_t other = run.find_last_not_of(U'.');
    const std::size_t dots = other == std::u32string_view::npos ? run.size() : run.size() - other - 1;
    if (dots >= 2) return std::max(longest, dots);
    if (before != 0 && is(before, kBeforeDot)) return 1;
    if (run.size() > 2 && is(before, kUpper) && is(run[run.size() - 3], kUpper)) return 1;
    constexpr std::u32string_view kDegrees = U"FfCcKk";
    if (run.size() > 2 && run[run.size() - 3] == U'°' && kDegrees.find(before) != std::u32string_view::npos) return 1;
    return longest;
  }
  if (last == U'+' && is_ascii_digit(before)) return std::max<std::size_t>(longest, 1);
  longest = std::max(longest, longest_ending(run, tokenizer_tables().currency, true));
  return std::max(longest, longest_ending(run, tokenizer_tables().units, true));
}

std::size_t TokenizerRules::infix(std::u32string_view run, std::size_t at) const {
  const char32_t c = run[at];
  const auto char_at = [&](std::size_t i) { return i < run.size() ? run[i] : U'\0'; };
  if (c == U'.' && char_at(at + 1) == U'.') return std::min(run.find_first_not_of(U'.', at), run.size()) - at;
  if (c == U'…' || is(c, kIcon)) return 1;
  if (at == 0) return 0;
  const char32_t before = run[at - 1];
  const char32_t after = char_at(at + 1);
  const bool word_before = is(before, kAlpha) || is_ascii_digit(before);
  if ((c == U'+' || c == U'-' || c == U'*' || c == U'^') && is_ascii_digit(before) &&
      (is_ascii_digit(after) || after == U'-')) {
    return 1;
  }
  if (c == U'.' && is(before, kLower | kQuote) && is(after, kUpper | kQuote)) return 1;
  if (c == U',' && is(before, kAlpha) && is(after, kAlpha)) return 1;
  if (is_hyphen(c) && word_before) {
    const std::size_t most = c == U'-' ? 3 : c == U'—' ? 2 : 1;
    std::size_t length = 1;
    while (length < most && char_at(at + length) == c) ++length;
    if (is(char_at(at + length), kAlpha)) return length;
  }
  const bool divides = c == U':' || c == U'<' || c == U'>' || c == U'=' || c == U'/';
  return divides && word_before && is(after, kAlpha) ? 1 : 0;
}

void TokenizerRules::cut(std::u32string_view run, std::size_t begin, bool special_cases,
                         std::vector<std::size_t>& ends) const {
  std::vector<std::size_t> suffix_ends;  // from the last to the first
  std::size_t from = 0;
  std::size_t to = run.size();
  const auto special = [&](std::size_t a, std::size_t b) {
    return special_cases && a < b && special_case(run.substr(a, b - a)) != nullptr;
  };
  while (from < to && !special(from, to)) {
    const std::u32string_view rest = run.substr(from, to - from);
    const std::size_t before = prefix(rest);
    if (before > 0 && special(from + before, to)) {
      from += before;
      ends.push_back(begin + from);
      break;
    }
    const std::size_t after = suffix(rest.substr(before));
    if (after > 0 && special(from, to - after)) {
      suffix_ends.push_back(begin + to);
      to -= after;
      break;
    }
    if (before == 0 && after == 0) break;
    if (before > 0) {
      from += before;
      ends.push_back(begin + from);
    }
    if (after > 0) {
      suffix_ends.push_back(begin + to);
      to -= after;
    }
  }
  if (from < to) cut_core(run.substr(from, to - from), begin + from, special_cases, ends);
  ends.insert(ends.end(), suffix_ends.rbegin(), suffix_ends.rend());
}

void TokenizerRules::cut_core(std::u32string_view core, std::size_t begin, bool special_cases,
                              std::vector<std::size_t>& ends) const {
  if (const auto* pieces = special_cases ? special_case(core) : nullptr) {
    std::size_t end = begin;
    for (const std::uint8_t length : *pieces) {
      if (length > 0) ends.push_back(end += length);
    }
    return;
  }
  if (!is_web_address(core)) {
    std::size_t start = 0;
    for (std::size_t at = 0; at < core.size();) {
      const std::size_t length = infix(core, at);
      if (length > 0 && at > 0) {
        if (at != start) ends.push_back(begin + at);
        start = at + length;
        ends.push_back(begin + start);
      }
      at += std::max<std::size_t>(length, 1);
    }
    if (start == core.size()) return;
  }
  ends.push_back(begin + core.size());
}

const std::vector<TokenizerRules::Sequence>* TokenizerRules::sequences(const std::u32string& first) const {
  const auto found = sequences_.find(first);
  return found == sequences_.end() ? nullptr : &found->second;
}

}  // namespace kokoro::text::english
