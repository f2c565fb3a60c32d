#pragma once

#include <string_view>
#include <vector>

#include "text/document/forced_words.hpp"
#include "text/segment/scanner.hpp"

namespace kokoro::text {

/// scan() of a text in which some words have their phonemes given: each of `words` is one item of kind `given`, in
/// order, and nothing joins it with its neighbours. `source` is of `text`.
std::vector<Item> scan_around(const Source& source, std::string_view text, bool english,
                              const std::vector<ForcedWord>& words);

}  // namespace kokoro::text
