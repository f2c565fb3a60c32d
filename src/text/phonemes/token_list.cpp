#include "text/phonemes/token_list.hpp"

#include <algorithm>

#include "text/characters/characters.hpp"
#include "text/phonemes/alphabet.hpp"
#include "text/phonemes/marks.hpp"

namespace kokoro::text {

void TokenList::add(std::size_t begin, std::size_t end, std::string phonemes, bool is_word) {
  auto [from, to] = spoken_.source_span(begin, end);
  if (!tokens_.empty() && from < tokens_.back().end_byte) {
    PhonemeToken& last = tokens_.back();
    if (to > last.end_byte) {  // many words of one long number leave its text as it is
      last.end_byte = to;
      last.text = source_.substr(last.begin_byte, last.end_byte - last.begin_byte);
    }
    if (last.space_after && !last.phonemes.empty() && !phonemes.empty()) last.phonemes += ' ';
    last.phonemes += phonemes;
    last.space_after = false;
    last.is_word = last.is_word || is_word;
    return;
  }
  PhonemeToken token;
  token.text = source_.substr(from, to - from);
  token.phonemes = std::move(phonemes);
  token.is_word = is_word;
  token.begin_byte = from;
  token.end_byte = to;
  tokens_.push_back(std::move(token));
}

void TokenList::word(std::size_t begin, std::size_t end, std::string_view phonemes) {
  add(begin, end, in_alphabet(phonemes, version_), true);
}

void TokenList::mark(std::size_t begin, std::size_t end, char32_t mark, std::size_t count) {
  const bool opening = tokens_.empty() || tokens_.back().space_after;
  const auto mapping = version_ == ModelVersion::v0_19 ? IpaMapping::v019_us : IpaMapping::foreign;
  add(begin, end, mark_phonemes(mark, count, opening, mapping), false);
}

void TokenList::space() {
  if (!tokens_.empty()) tokens_.back().space_after = true;
}

void TokenList::no_space() {
  if (!tokens_.empty()) tokens_.back().space_after = false;
}

void TokenList::end_paragraph() {
  settle_spaces(tokens_);
  const bool speaks =
      std::any_of(tokens_.begin(), tokens_.end(), [](const auto& t) { return t.is_word && !t.phonemes.empty(); });
  if (speaks) paragraphs_.push_back(std::move(tokens_));
  tokens_.clear();
}

std::vector<std::vector<PhonemeToken>> TokenList::finish() {
  end_paragraph();
  return std::move(paragraphs_);
}

}  // namespace kokoro::text
