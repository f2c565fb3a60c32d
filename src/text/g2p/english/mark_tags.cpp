#include "text/g2p/english/mark_tags.hpp"

#include <algorithm>

#include "text/g2p/english/tokenizer_rules.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

bool is_one_of(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

bool only(std::u32string_view text, std::u32string_view set) {
  return !text.empty() && text.find_first_not_of(set) == std::u32string_view::npos;
}

/// Decides quotes by the spaces around them and by what is open.
class QuoteTagger {
 public:
  void tag(std::span<Piece> tokens, std::size_t i) {
    const std::u32string& text = tokens[i].text;
    const bool spaced_before = i == 0 || tokens[i - 1].space_after || opens(tokens[i - 1]);
    const bool spaced_after = i + 1 == tokens.size() || tokens[i].space_after;
    if (only(text, U"“„«") || text == U"``") {
      set_open(double_open_, tokens[i], true);
    } else if (only(text, U"”»") || text == U"''") {
      set_open(double_open_, tokens[i], false);
    } else if (text == U"\"") {
      const bool opening = spaced_before != spaced_after ? spaced_before : !double_open_;
      set_open(double_open_, tokens[i], opening);
    } else if (only(text, U"'‘’`") && text.size() == 1) {
      tag_single(tokens, i, spaced_before && !spaced_after);
    }
  }

 private:
  static bool opens(const Piece& piece) { return piece.tag == "-LRB-" || piece.tag == "``"; }

  static void set_open(bool& open, Piece& piece, bool opening) {
    open = opening;
    piece.tag = opening ? "``" : "''";
  }

  void tag_single(std::span<Piece> tokens, std::size_t i, bool opening) {
    if (opening || tokens[i].text == U"‘") {
      set_open(single_open_, tokens[i], true);
      return;
    }
    const bool after_s = i > 0 && !tokens[i - 1].text.empty() && to_lower(tokens[i - 1].text.back()) == U's';
    if (after_s && !single_open_) {
      tokens[i].tag = "POS";
    } else {
      set_open(single_open_, tokens[i], false);
    }
  }

  bool double_open_ = false;
  bool single_open_ = false;
};

}  // namespace

std::string_view mark_tag(std::u32string_view text) {
  if (text == U",") return ",";
  if (only(text, U".?!"))
    return text.size() > 1 && text.find_first_not_of(U'.') == std::u32string_view::npos ? ":" : ".";
  if (only(text, U":;…—–") || text == U"--" || text == U"---") return ":";
  if (only(text, U"([{<")) return "-LRB-";
  if (only(text, U")]}>")) return "-RRB-";
  if (text.size() == 1 && is_one_of(U"$£€¥₹", text.front())) return "$";
  if (only(text, U"*|•")) return "NFP";
  if (text == U"%") return "NN";
  if (text == U"&") return "CC";
  return {};
}

void tag_marks(std::span<Piece> tokens) {
  QuoteTagger quotes;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Piece& token = tokens[i];
    if (token.text.empty() || is_alpha(token.text.front()) || is_ascii_digit(token.text.front())) continue;
    if (TokenizerRules::is_white_space(token.text.front())) {
      token.tag = "_SP";
    } else if (token.text == U"-") {
      const bool spaced = token.space_after && (i == 0 || tokens[i - 1].space_after);
      token.tag = spaced || i == 0 ? ":" : "HYPH";
    } else if (const std::string_view tag = mark_tag(token.text); !tag.empty()) {
      token.tag = tag;
    } else {
      quotes.tag(tokens, i);
    }
  }
}

}  // namespace kokoro::text::english
