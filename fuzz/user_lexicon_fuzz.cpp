// Any bytes as a lexicon file, its entries looked for in a text of the same bytes: the text that comes out keeps its
// places in the source, and comes soon.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/lexicon/user_lexicon.hpp"
#include "time_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro;
  using namespace kokoro::text;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const TimeCheck in_time(size);
  UserLexicon words;
  if (!words.add_lines(bytes, "fuzz")) {
    if (!words.empty()) std::abort();
    if (!words.add({"a", "/b/", "", "noun"}) || !words.add({"東", "c d"})) std::abort();
  }
  for (const std::string_view language : {"en-us", "ja"}) {
    const SpokenText spoken = words.apply(bytes, language);
    std::size_t last = 0;
    for (const SpokenText::Span& span : spoken.spans) {
      if (span.source_begin != last || span.source_end < span.source_begin) std::abort();
      last = span.source_end;
    }
    if (last != bytes.size()) std::abort();
  }
  words.find(bytes, "en-us", "NN");
  return 0;
}
