// Any bytes as a packed pronunciation dictionary, and as a part-of-speech model: refused with an error, or every
// look-up stays inside.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "text/g2p/english/pronunciation_table.hpp"
#include "text/g2p/english/tagger.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text::english;
  const kokoro::Blob blob{{reinterpret_cast<const std::byte*>(data), size}, nullptr, "fuzz"};
  if (const auto tagger = Tagger::open(blob)) {
    Piece piece;
    piece.text = U"word";
    tagger->tag({&piece, 1});
  }
  const auto table = PronunciationTable::open(blob);
  if (!table) return 0;
  for (const char* word : {"a", "the", "read", "used", "zzz"}) {
    for (const auto& found : {table->gold(word), table->silver(word)}) {
      if (!found) continue;
      static_cast<void>(found->variant("NOUN"));
      static_cast<void>(found->usual());
    }
  }
  return 0;
}
