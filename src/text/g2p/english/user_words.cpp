#include "text/g2p/english/user_words.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.hpp"
#include "text/phonemes/ipa.hpp"

namespace kokoro::text::english {
namespace {

/// Phonemes of a word that is given in other letters.
Result<Phonemes> respelled(std::string_view letters, const Dictionary& dictionary, ForeignReader& foreign) {
  std::vector<Piece> tokens = text_tokens(to_code_points(letters), false);
  Tagger::builtin().tag(tokens);
  const auto words = read_tokens(std::move(tokens), {}, dictionary, foreign);
  if (!words) return fail(words.error());
  Phonemes out;
  for (const Piece& word : *words) {
    out += *word.phonemes;
    if (word.space_after && &word != &words->back()) out += U' ';
  }
  return out;
}

}  // namespace

Result<std::vector<Request>> with_user_words(std::vector<Request> requests, std::span<const Piece> tokens,
                                             const UserLexicon& words, std::string_view language,
                                             const Dictionary& dictionary, ForeignReader& foreign) {
  std::vector<Request> out;
  auto given = std::make_move_iterator(requests.begin());
  const auto end = std::make_move_iterator(requests.end());
  for (const Piece& token : tokens) {
    while (given != end && given.base()->end <= token.begin) out.push_back(*given++);
    if (given != end && given.base()->begin < token.end) continue;
    const LexiconEntry* entry = words.find(to_utf8(token.text), language, token.tag);
    if (entry == nullptr || entry->part_of_speech.empty()) continue;
    const std::string& said = entry->pronunciation;
    Request request{.begin = token.begin, .end = token.end, .phonemes = {}, .stress = {}, .number_flags = {}};
    if (said.size() > 2 && said.front() == '/' && said.back() == '/') {
      request.phonemes = to_code_points(phonemes_of_ipa(said, language));
    } else {
      auto phonemes = respelled(said, dictionary, foreign);
      if (!phonemes) return fail(std::move(phonemes.error()));
      request.phonemes = std::move(*phonemes);
    }
    out.push_back(std::move(request));
  }
  std::copy(given, end, std::back_inserter(out));
  return out;
}

}  // namespace kokoro::text::english
