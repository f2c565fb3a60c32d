#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/g2p/english/analysis.hpp"
#include "text/lexicon/user_lexicon.hpp"

namespace kokoro::text::english {

/// `requests` and one more for each tagged token that the user's lexicon has an entry for by its part of speech; a word
/// whose pronunciation the markup gives already keeps that. In order. Errors: those of espeak-ng.
Result<std::vector<Request>> with_user_words(std::vector<Request> requests, std::span<const Piece> tokens,
                                             const UserLexicon& words, std::string_view language,
                                             const Dictionary& dictionary, ForeignReader& foreign);

}  // namespace kokoro::text::english
