#include "text/g2p/front_end.hpp"

namespace kokoro::text {

Result<std::vector<TextChunk>> FrontEnd::chunks(std::string_view text, const CancelToken& cancel) const {
  ReadingOptions options;
  if (auto prepared = prepare(text, options); !prepared) return fail(std::move(prepared.error()));
  auto paragraphs = read(text, options, cancel);
  if (!paragraphs) return fail(std::move(paragraphs.error()));
  return make_chunks(std::move(*paragraphs));
}

}  // namespace kokoro::text
