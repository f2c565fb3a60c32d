#include "text/g2p/english/tokenizer.hpp"

#include <algorithm>
#include <string>

#include "text/g2p/english/tokenizer_rules.hpp"

namespace kokoro::text::english {
namespace {

/// Tokens [first, last) that together may be a special case.
struct Match {
  std::size_t first;
  std::size_t last;
  std::size_t size() const { return last - first; }
};

class Tokenization {
 public:
  explicit Tokenization(std::u32string_view text) : text_(text), rules_(TokenizerRules::instance()) {}

  std::vector<TextToken> run() {
    for (std::size_t begin = 0; begin < text_.size();) begin = take_run(begin);
    restore_special_cases();
    return std::move(tokens_);
  }

 private:
  /// Cuts the run of one kind of characters at `begin`; returns where the next one starts.
  std::size_t take_run(std::size_t begin) {
    const bool white = TokenizerRules::is_white_space(text_[begin]);
    std::size_t end = begin + 1;
    while (end < text_.size() && TokenizerRules::is_white_space(text_[end]) == white) ++end;
    if (white) {
      tokens_.push_back({begin, end, false});
      return end;
    }
    ends_.clear();
    rules_.cut(text_.substr(begin, end - begin), begin, true, ends_);
    std::size_t from = begin;
    for (const std::size_t to : ends_) {
      tokens_.push_back({from, to, false});
      from = to;
    }
    if (end < text_.size() && text_[end] == U' ') {
      tokens_.back().space_after = true;
      ++end;
      if (end < text_.size() && TokenizerRules::is_white_space(text_[end])) return take_white(end);
    }
    return end;
  }

  std::size_t take_white(std::size_t begin) {
    std::size_t end = begin;
    while (end < text_.size() && TokenizerRules::is_white_space(text_[end])) ++end;
    tokens_.push_back({begin, end, false});
    return end;
  }

  std::u32string_view text_of(const TextToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  void find_matches(std::size_t first, std::vector<Match>& matches) const {
    const auto* sequences = rules_.sequences(std::u32string(text_of(tokens_[first])));
    if (sequences == nullptr) return;
    for (const auto& sequence : *sequences) {
      if (first + sequence.size() > tokens_.size()) continue;
      std::size_t same = 1;
      while (same < sequence.size() && text_of(tokens_[first + same]) == sequence[same]) ++same;
      if (same == sequence.size()) matches.push_back({first, first + same});
    }
  }

  /// Puts together what the affix rules have cut apart, such as ":)"; longer matches first, then those further left.
  void restore_special_cases() {
    std::vector<Match> matches;
    for (std::size_t first = 0; first < tokens_.size(); ++first) find_matches(first, matches);
    if (matches.empty()) return;
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return a.size() != b.size() ? a.size() > b.size() : a.first < b.first;
    });
    std::vector<bool> taken(tokens_.size());
    std::vector<Match> kept;
    for (const Match& match : matches) {
      if (!taken[match.first] && !taken[match.last - 1]) kept.push_back(match);
      std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(match.first), match.size(), true);
    }
    std::sort(kept.begin(), kept.end(), [](const Match& a, const Match& b) { return a.first < b.first; });
    replace(kept);
  }

  void replace(const std::vector<Match>& kept) {
    std::vector<TextToken> out;
    std::size_t done = 0;
    for (const Match& match : kept) {
      const TextToken& last = tokens_[match.last - 1];
      const std::size_t begin = tokens_[match.first].begin;
      const auto* pieces = rules_.special_case(text_.substr(begin, last.end - begin));
      if (pieces == nullptr) continue;
      out.insert(out.end(), tokens_.begin() + static_cast<std::ptrdiff_t>(done),
                 tokens_.begin() + static_cast<std::ptrdiff_t>(match.first));
      std::size_t end = begin;
      for (const std::uint8_t length : *pieces) {
        if (length == 0) continue;
        out.push_back({end, end + length, false});
        end += length;
      }
      out.back().space_after = last.space_after;
      done = match.last;
    }
    out.insert(out.end(), tokens_.begin() + static_cast<std::ptrdiff_t>(done), tokens_.end());
    tokens_ = std::move(out);
  }

  std::u32string_view text_;
  const TokenizerRules& rules_;
  std::vector<TextToken> tokens_;
  std::vector<std::size_t> ends_;
};

}  // namespace

std::vector<TextToken> tokenize(std::u32string_view text) { return Tokenization(text).run(); }

}  // namespace kokoro::text::english
