#include "text/segment/chunker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/utf8.hpp"
#include "text/segment/characters.hpp"

namespace kokoro::text {
namespace {

constexpr double kTooLong = 260;  ///< phonemes from which a chunk is rushed
constexpr double kTooShort = 25;  ///< phonemes up to which it sounds weak
enum class Break { forbidden, word, comma, clause, sentence };

double penalty(Break b) {
  switch (b) {
    case Break::sentence:
      return 0;
    case Break::clause:
      return 60;
    case Break::comma:
      return 90;
    case Break::word:
      return 400;
    case Break::forbidden:
      return 5000;
  }
  return 5000;
}

char32_t mark_of(const PhonemeToken& token) {
  if (token.is_word || token.text.empty()) return 0;
  const char32_t c = to_code_points(token.text).front();
  return c == U'-' ? U'—' : canonical_mark(c);
}

/// What kind of pause the marks at the end of tokens [0, i] ask for, closing quotes and brackets passed over.
Break strength(const std::vector<PhonemeToken>& tokens, std::size_t i) {
  constexpr std::size_t kClosers = 8;
  for (std::size_t back = 0; back < kClosers && back <= i; ++back) {
    const char32_t mark = mark_of(tokens[i - back]);
    if (mark == 0) return Break::word;
    if (ends_sentence(mark)) return Break::sentence;
    if (mark == U';' || mark == U':' || mark == U'—') return Break::clause;
    if (mark == U',') return Break::comma;
    if (!closes(mark) && mark != U'"') return Break::word;
  }
  return Break::word;
}

/// The break between token `i` and the next one of its paragraph.
Break break_after(const std::vector<PhonemeToken>& tokens, std::size_t i) {
  if (i + 1 == tokens.size()) return Break::sentence;
  // Words that one thing written is said as: "$5.30".
  if (tokens[i].begin_byte == tokens[i + 1].begin_byte && tokens[i].end_byte == tokens[i + 1].end_byte &&
      tokens[i].begin_byte < tokens[i].end_byte) {
    return Break::forbidden;
  }
  const char32_t own = mark_of(tokens[i]);
  const char32_t next = mark_of(tokens[i + 1]);
  if (opens(own)) return Break::forbidden;
  if (next != 0 && !opens(next) && !(next == U'"' && tokens[i].space_after)) return Break::forbidden;
  if (!tokens[i].space_after && !(own != 0 && ends_sentence(own) && tokens[i].phonemes.empty())) {
    // Scripts without spaces: a sentence mark alone divides.
    return own != 0 && ends_sentence(own) && own != U'.' ? Break::sentence : Break::forbidden;
  }
  return strength(tokens, i);
}

std::vector<PhonemeToken> divide(PhonemeToken token, std::size_t limit) {
  std::vector<PhonemeToken> parts;
  std::u32string rest = to_code_points(token.phonemes);
  while (rest.size() > limit) {
    const std::size_t space = rest.rfind(U' ', limit);
    const bool at_space = space != std::u32string::npos && space > 0;
    const std::size_t cut = at_space ? space : limit;
    PhonemeToken part = token;
    part.phonemes = to_utf8(rest.substr(0, cut));
    part.space_after = at_space;
    parts.push_back(std::move(part));
    rest.erase(0, cut + (at_space ? 1 : 0));
    token.text.clear();
    token.is_word = false;
    token.begin_byte = token.end_byte;
  }
  token.phonemes = to_utf8(rest);
  parts.push_back(std::move(token));
  return parts;
}

class ParagraphChunker {
 public:
  ParagraphChunker(std::vector<PhonemeToken> tokens, std::vector<TextChunk>& out) : out_(out) {
    for (PhonemeToken& token : tokens) {
      if (token.phonemes.size() > kMaxChunkPhonemes && count_code_points(token.phonemes) > kMaxChunkPhonemes) {
        for (PhonemeToken& part : divide(std::move(token), kMaxChunkPhonemes)) tokens_.push_back(std::move(part));
      } else {
        tokens_.push_back(std::move(token));
      }
    }
    ends_.reserve(tokens_.size() + 1);
    ends_.push_back(0);
    for (const PhonemeToken& token : tokens_) {
      ends_.push_back(ends_.back() + count_code_points(token.phonemes) + (token.space_after ? 1 : 0));
    }
  }

  /// Emits the chunks; `aim` is the length that the next one should have and carries over to the next paragraph.
  void run(std::size_t& aim, bool last_paragraph) {
    for (std::size_t begin = 0; begin < tokens_.size();) {
      const std::size_t last = best_end(begin, aim);
      const std::size_t length = span(begin, last);
      if (length > 0) aim = std::clamp(2 * length, kFirstChunkPhonemes, kTargetChunkPhonemes);
      emit(begin, last, last_paragraph);
      begin = last + 1;
    }
  }

 private:
  /// Phonemes of tokens [begin, last], without the space after them.
  std::size_t span(std::size_t begin, std::size_t last) const {
    const std::size_t all = ends_[last + 1] - ends_[begin];
    return all - (all > 0 && tokens_[last].space_after ? 1 : 0);
  }

  std::size_t best_end(std::size_t begin, std::size_t aim) const {
    const bool first = out_.empty();
    double best = std::numeric_limits<double>::infinity();
    std::size_t best_last = begin;
    for (std::size_t last = begin; last < tokens_.size(); ++last) {
      const std::size_t phonemes = span(begin, last);
      if (phonemes > kMaxChunkPhonemes) break;
      const Break kind = break_after(tokens_, last);
      const auto length = static_cast<double>(phonemes);
      const auto target = static_cast<double>(aim);
      double cost = penalty(kind);
      if (length < kTooShort && length < target) {
        cost += 300 + (target - length);
      } else if (length < target) {
        cost += (target - length) * (kind == Break::sentence ? 0.6 : 1.2);
      } else {
        cost += (length - target) * (first ? 2.0 : 1.0) + 4.0 * std::max(0.0, length - kTooLong);
      }
      const std::size_t rest = ends_.back() - ends_[last + 1];
      if (rest > 0 && static_cast<double>(rest) < kTooShort) cost += 250;  // do not leave a tiny tail
      if (last + 1 == tokens_.size()) cost -= 20;
      if (cost <= best) {
        best = cost;
        best_last = last;
      }
    }
    return best_last;
  }

  void emit(std::size_t begin, std::size_t last, bool last_paragraph) {
    TextChunk chunk;
    for (std::size_t i = begin; i <= last; ++i) {
      chunk.phonemes += tokens_[i].phonemes;
      if (tokens_[i].space_after) chunk.phonemes += ' ';
      chunk.tokens.push_back(std::move(tokens_[i]));
    }
    const std::size_t from = chunk.phonemes.find_first_not_of(' ');
    if (from == std::string::npos) return;
    chunk.phonemes = chunk.phonemes.substr(from, chunk.phonemes.find_last_not_of(' ') - from + 1);
    chunk.boundary = boundary_of(chunk, last, last_paragraph);
    out_.push_back(std::move(chunk));
  }

  Boundary boundary_of(const TextChunk& chunk, std::size_t last, bool last_paragraph) const {
    if (last + 1 == tokens_.size() && !last_paragraph) return Boundary::paragraph;
    switch (strength(chunk.tokens, chunk.tokens.size() - 1)) {
      case Break::sentence:
        return Boundary::sentence;
      case Break::clause:
        return Boundary::clause;
      case Break::comma:
        return Boundary::comma;
      default:
        return Boundary::none;
    }
  }

  std::vector<TextChunk>& out_;
  std::vector<PhonemeToken> tokens_;
  std::vector<std::size_t> ends_;  ///< phonemes and spaces before each token
};

}  // namespace

std::vector<TextChunk> make_chunks(std::vector<std::vector<PhonemeToken>> paragraphs) {
  std::vector<TextChunk> out;
  std::size_t aim = kFirstChunkPhonemes;
  for (std::size_t p = 0; p < paragraphs.size(); ++p) {
    ParagraphChunker(std::move(paragraphs[p]), out).run(aim, p + 1 == paragraphs.size());
  }
  return out;
}

}  // namespace kokoro::text
