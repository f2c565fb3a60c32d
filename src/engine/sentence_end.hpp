#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::engine {

/// Bytes of `text` up to the end of its last sentence that is surely complete: text goes on after it, or its line ends.
/// 0 when there is none. A sentence that is longer than a speaker can wait for is cut at its last weaker mark, else
/// between words. `text` is valid UTF-8 but for an end that is not complete. Linear.
std::size_t complete_sentences(std::string_view text, bool english);

}  // namespace kokoro::engine
