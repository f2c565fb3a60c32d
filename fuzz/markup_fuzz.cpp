// Any bytes as text with markup in brackets: nothing but markup is taken out, and forced words keep their places, soon.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/document/forced_words.hpp"
#include "text/document/markup.hpp"
#include "time_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const TimeCheck in_time(size);
  const Document document = parse_markup(text);
  for (const DocumentSpan& span : document.spans) {
    std::vector<ForcedWord> words;
    const SpokenText plain = take_forced_words(span.text, words);
    std::size_t last = 0;
    for (const ForcedWord& word : words) {
      if (word.begin < last || word.end < word.begin || word.end > plain.text.size()) std::abort();
      last = word.end;
    }
    for (const SpokenText::Span& piece : plain.spans) {
      if (piece.source_end < piece.source_begin || piece.source_end > size) std::abort();
    }
  }
  return 0;
}
