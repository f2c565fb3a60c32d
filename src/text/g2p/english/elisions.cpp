#include "text/g2p/english/elisions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/word_list.hpp"

namespace kokoro::text::english {
namespace {

bool is_apostrophe(const Piece& token) { return token.text == U"'" || token.text == U"’"; }
bool is_word(const Piece& token) { return !token.text.empty() && is_alpha(token.text.front()); }

/// Elisions that are also words after an opening quotation mark: "'round the corner'".
bool is_ambiguous(std::u32string_view word) {
  constexpr std::u32string_view kWords[] = {U"round", U"cause",  U"fore", U"less", U"cross", U"mid", U"stead",
                                            U"til",   U"till",   U"hood", U"cept", U"fraid", U"kay", U"member",
                                            U"sup",   U"nother", U"ere",  U"ave",  U"is",    U"er",  U"im",
                                            U"and",   U"un",     U"ow",   U"eard", U"alf"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

class Joiner {
 public:
  Joiner(std::vector<Piece>& tokens, bool british) : tokens_(tokens), british_(british) {}

  void run() {
    std::vector<Piece> out;
    out.reserve(tokens_.size());
    for (std::size_t i = 0; i < tokens_.size();) {
      const std::size_t taken = elision(i);
      if (taken == 0) {
        note_quote(i);
        out.push_back(std::move(tokens_[i++]));
        continue;
      }
      Piece piece = std::move(tokens_[i]);
      for (std::size_t k = i + 1; k < i + taken; ++k) piece.text += tokens_[k].text;
      if (const auto said = WordList::builtin().find(folded(piece.text), british_); !said.empty())
        piece.phonemes = said;
      piece.end = tokens_[i + taken - 1].end;
      piece.space_after = tokens_[i + taken - 1].space_after;
      out.push_back(std::move(piece));
      i += taken;
    }
    tokens_ = std::move(out);
  }

 private:
  bool glued(std::size_t i) const { return i + 1 < tokens_.size() && !tokens_[i].space_after; }
  bool starts(std::size_t i) const { return i == 0 || tokens_[i - 1].space_after || !is_word(tokens_[i - 1]); }

  /// Whether a quotation that an apostrophe at `i` would open is closed later on.
  bool closes_later(std::size_t i) const {
    constexpr std::size_t kFar = 60;
    for (std::size_t k = i + 2; k < tokens_.size() && k < i + kFar; ++k) {
      if (is_apostrophe(tokens_[k]) && !tokens_[k - 1].space_after &&
          (k + 1 == tokens_.size() || tokens_[k].space_after || !is_word(tokens_[k + 1])))
        return true;
    }
    return false;
  }

  /// Tokens from `i` that are one elided word; 0 when there are none.
  std::size_t elision(std::size_t i) {
    const WordList& list = WordList::builtin();
    // spaCy divides "’T|is".
    if (tokens_[i].text.size() > 1 && (tokens_[i].text.front() == U'’' || tokens_[i].text.front() == U'\'') &&
        glued(i) && is_word(tokens_[i + 1])) {
      const std::u32string whole = lower(tokens_[i].text.substr(1) + tokens_[i + 1].text);
      return list.find(U"'" + whole, false).empty() ? 0 : 2;
    }
    if (is_apostrophe(tokens_[i]) && starts(i) && glued(i) && is_word(tokens_[i + 1])) {
      const std::u32string word = lower(tokens_[i + 1].text);
      if (glued(i + 1) && is_apostrophe(tokens_[i + 2]) && !list.find(U"'" + word + U"'", false).empty()) return 3;
      if (list.find(U"'" + word, false).empty()) return 0;
      return tokens_[i].text == U"'" && is_ambiguous(word) && closes_later(i) ? 0 : 2;
    }
    if (!is_word(tokens_[i]) || !glued(i) || !is_apostrophe(tokens_[i + 1])) return 0;
    if (glued(i + 1) && is_word(tokens_[i + 2])) return 0;
    const std::u32string word = lower(tokens_[i].text);
    if (!list.find(word + U"'", false).empty()) return open_ > 0 && word.size() > 2 ? 0 : 2;
    // "singin'": no quotation is open that the apostrophe could close.
    return open_ == 0 && word.size() >= 4 && word.ends_with(U"in") ? 2 : 0;
  }

  void note_quote(std::size_t i) {
    Piece& token = tokens_[i];
    if (token.text == U"‘") {
      ++open_;
    } else if (is_apostrophe(token)) {
      if (starts(i) && glued(i)) {
        // "’" never opens a quotation in good type.
        if (token.text == U"’" && !closes_later(i)) {
          token.phonemes = Phonemes();
        } else {
          ++open_;
        }
      } else if (open_ > 0) {
        --open_;
      }
    }
  }

  std::vector<Piece>& tokens_;
  bool british_;
  int open_ = 0;  ///< quotations between single marks
};

}  // namespace

void join_elisions(std::vector<Piece>& tokens, bool british) {
  const auto has_apostrophe = [](const Piece& token) {
    return token.text.front() == U'\'' || token.text.front() == U'’';
  };
  if (std::none_of(tokens.begin(), tokens.end(), has_apostrophe)) return;
  Joiner(tokens, british).run();
}

}  // namespace kokoro::text::english
