#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// The tokens around one of them, for rules that look at its neighbours. Words are given in lower case; beyond the
/// sentence (or 24 tokens) there is none.
class SentenceView {
 public:
  SentenceView(std::span<const Piece> tokens, std::size_t at);

  std::string word(int offset) const;      ///< of the token `offset` places on; empty beyond the sentence
  std::string_view tag(int offset) const;  ///< the same
  bool is(int offset, std::initializer_list<std::string_view> words) const;
  bool tagged(int offset, std::initializer_list<std::string_view> tags) const;
  /// Whether one of the words stands in the sentence, before or after the token.
  bool has_before(std::initializer_list<std::string_view> words) const;
  bool has_after(std::initializer_list<std::string_view> words) const;
  bool has(std::initializer_list<std::string_view> words) const { return has_before(words) || has_after(words); }
  std::size_t at() const { return at_; }
  int first() const { return first_; }  ///< offset of the sentence's first token
  int last() const { return last_; }    ///< and of its last one

 private:
  bool inside(int offset) const { return offset >= first_ && offset <= last_; }
  const Piece& token(int offset) const { return tokens_[static_cast<std::size_t>(static_cast<long>(at_) + offset)]; }

  std::span<const Piece> tokens_;
  std::size_t at_;
  int first_ = 0;
  int last_ = 0;
};

}  // namespace kokoro::text::english
