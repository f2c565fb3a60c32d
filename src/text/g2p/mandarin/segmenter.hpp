#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/g2p/mandarin/dictionary.hpp"

namespace kokoro::text {

/// Divides a run of Han characters into words as jieba does: the most probable path through the words of the
/// dictionary; runs of single characters on that path through a hidden Markov model. Gives the length of each word, in
/// characters; they sum up to the run. Linear.
std::vector<std::size_t> segment_mandarin(const MandarinDictionary& dictionary, std::u32string_view run);

}  // namespace kokoro::text
