#include "text/chunk/chunker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "text/chunk/breaks.hpp"

namespace kokoro::text {
namespace {

constexpr double kTooLong = 260;       ///< phonemes from which a chunk is rushed
constexpr std::size_t kTooShort = 25;  ///< phonemes up to which it sounds weak

/// Of a break inside a quotation: one of up to about 330 phonemes stays whole. At the start of the speech, which should
/// come soon, one that is not over within kSoon phonemes may be divided.
constexpr double kInQuote = 450;
constexpr double kInFirstQuote = 100;
constexpr std::size_t kSoon = 60;

std::vector<PhonemeToken> divide(PhonemeToken token, std::size_t limit) {
  std::vector<PhonemeToken> parts;
  const std::u32string phonemes = to_code_points(std::exchange(token.phonemes, {}));
  std::u32string_view rest = phonemes;
  while (rest.size() > limit) {
    const std::size_t space = rest.rfind(U' ', limit);
    const bool at_space = space != std::u32string_view::npos && space > 0;
    const std::size_t cut = at_space ? space : limit;
    PhonemeToken part = token;
    part.phonemes = to_utf8(rest.substr(0, cut));
    part.space_after = at_space;
    parts.push_back(std::move(part));
    rest.remove_prefix(cut + (at_space ? 1 : 0));
    token.text.clear();
    token.is_word = false;
    token.begin_byte = token.end_byte;
  }
  token.phonemes = to_utf8(rest);
  parts.push_back(std::move(token));
  return parts;
}

}  // namespace

/// Phonemes of tokens [begin, last], without the space after them.
std::size_t Chunker::span(std::size_t begin, std::size_t last) const {
  const std::size_t all = ends_[last + 1] - ends_[begin];
  return all - (all > 0 && tokens_[last].space_after ? 1 : 0);
}

/// Whether the quotation that is open behind token `last` ends within kSoon phonemes.
bool Chunker::quote_ends_soon(std::size_t last) const {
  for (std::size_t i = last + 1; i < tokens_.size() && span(last + 1, i) <= kSoon; ++i) {
    if (!in_quote_[i]) return true;
  }
  return false;
}

std::size_t Chunker::best_end(std::size_t begin) const {
  double best = std::numeric_limits<double>::infinity();
  std::size_t best_last = begin;
  for (std::size_t last = begin; last < tokens_.size(); ++last) {
    const std::size_t phonemes = span(begin, last);
    if (phonemes > kMaxChunkPhonemes) break;
    const Break kind = break_after(tokens_, last);
    const auto length = static_cast<double>(phonemes);
    const auto target = static_cast<double>(aim_);
    double cost = penalty(kind);
    if (in_quote_[last]) cost += first_ && !quote_ends_soon(last) ? kInFirstQuote : kInQuote;
    if (phonemes < kTooShort && length < target) {
      cost += 300 + (target - length);
    } else if (length < target) {
      cost += (target - length) * (kind == Break::sentence ? 0.6 : 1.2);
    } else {
      cost += (length - target) * (first_ ? 2.0 : 1.0) + 4.0 * std::max(0.0, length - kTooLong);
    }
    const std::size_t rest = ends_.back() - ends_[last + 1];
    if (rest > 0 && rest < kTooShort) cost += 250;  // do not leave a tiny tail
    if (last + 1 == tokens_.size()) cost -= 20;
    if (cost <= best) {
      best = cost;
      best_last = last;
    }
  }
  return best_last;
}

void Chunker::push(PhonemeToken token) {
  ends_.push_back(ends_.back() + count_code_points(token.phonemes) + (token.space_after ? 1 : 0));
  quote_ = quote_after(quote_, token);
  in_quote_.push_back(quote_ != 0);
  tokens_.push_back(std::move(token));
}

void Chunker::add(std::vector<PhonemeToken> tokens) {
  // A space belongs to the last thing said.
  for (std::size_t i = tokens_.size(); i > 0 && !tokens_[i - 1].space_after; --i) {
    if (tokens_[i - 1].phonemes.empty()) continue;
    tokens_[i - 1].space_after = true;
    for (std::size_t after = i; after < ends_.size(); ++after) ++ends_[after];
    break;
  }
  for (PhonemeToken& token : tokens) {
    if (token.phonemes.size() > kMaxChunkPhonemes && count_code_points(token.phonemes) > kMaxChunkPhonemes) {
      for (PhonemeToken& part : divide(std::move(token), kMaxChunkPhonemes)) push(std::move(part));
    } else {
      push(std::move(token));
    }
  }
  // With so much left, nothing that comes later changes where the next chunk ends.
  cut(kMaxChunkPhonemes + kTooShort);
}

/// Makes chunks while more than `enough` phonemes are left.
void Chunker::cut(std::size_t enough) {
  std::size_t begin = 0;
  while (begin < tokens_.size() && (enough == 0 || ends_.back() - ends_[begin] > enough)) {
    const std::size_t last = best_end(begin);
    if (const std::size_t length = span(begin, last); length > 0) {
      aim_ = std::clamp(2 * length, kFirstChunkPhonemes, kTargetChunkPhonemes);
    }
    emit(begin, last);
    begin = last + 1;
  }
  tokens_.erase(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(begin));
  ends_.erase(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(begin));
  in_quote_.erase(in_quote_.begin(), in_quote_.begin() + static_cast<std::ptrdiff_t>(begin));
}

void Chunker::emit(std::size_t begin, std::size_t last) {
  TextChunk chunk;
  for (std::size_t i = begin; i <= last; ++i) {
    chunk.phonemes += tokens_[i].phonemes;
    if (tokens_[i].space_after) chunk.phonemes += ' ';
    chunk.tokens.push_back(std::move(tokens_[i]));
  }
  const std::size_t from = chunk.phonemes.find_first_not_of(' ');
  if (from == std::string::npos) return;
  chunk.phonemes = chunk.phonemes.substr(from, chunk.phonemes.find_last_not_of(' ') - from + 1);
  chunk.boundary = boundary_after(chunk.tokens, chunk.tokens.size() - 1);
  ready_.push_back(std::move(chunk));
  first_ = false;
}

void Chunker::close(bool paragraph_follows) {
  const std::size_t before = ready_.size();
  cut(0);
  quote_ = 0;
  if (paragraph_follows && ready_.size() > before) ready_.back().boundary = Boundary::paragraph;
}

std::optional<TextChunk> Chunker::next() {
  if (ready_.empty()) return std::nullopt;
  TextChunk chunk = std::move(ready_.front());
  ready_.pop_front();
  return chunk;
}

std::vector<TextChunk> make_chunks(std::vector<std::vector<PhonemeToken>> paragraphs) {
  Chunker chunker;
  for (std::size_t p = 0; p < paragraphs.size(); ++p) {
    chunker.add(std::move(paragraphs[p]));
    if (p + 1 < paragraphs.size()) chunker.end_paragraph();
  }
  chunker.finish();
  std::vector<TextChunk> out;
  while (auto chunk = chunker.next()) out.push_back(std::move(*chunk));
  return out;
}

}  // namespace kokoro::text
