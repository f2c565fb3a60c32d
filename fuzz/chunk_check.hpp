#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "text/front_ends.hpp"

/// What holds for the chunks of any text: spans are in order (one written thing may be several words) and inside the
/// text, nothing is lost between tokens and chunks, no chunk is too long. Aborts otherwise.
inline void check_chunks(const std::vector<kokoro::text::TextChunk>& chunks, std::string_view text) {
  std::size_t last_begin = 0;
  std::size_t last_end = 0;
  for (const kokoro::text::TextChunk& chunk : chunks) {
    std::string joined;
    for (const kokoro::text::PhonemeToken& token : chunk.tokens) {
      if (token.begin_byte < last_begin || token.end_byte < last_end) std::abort();
      if (token.end_byte < token.begin_byte || token.end_byte > text.size()) std::abort();
      last_begin = token.begin_byte;
      last_end = token.end_byte;
      joined += token.phonemes;
      if (token.space_after) joined += ' ';
    }
    const std::size_t first = joined.find_first_not_of(' ');
    if (first == std::string::npos) std::abort();
    joined = joined.substr(first, joined.find_last_not_of(' ') - first + 1);
    if (joined != chunk.phonemes || kokoro::count_code_points(joined) > 510) std::abort();
  }
}
