// Any bytes as SSML: no crash; what is accepted keeps its places inside the source.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.hpp"
#include "text/document/ssml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = parse_ssml(text, "en-us");
  if (!document) return document.error().message.starts_with("SSML, line ") ? 0 : (std::abort(), 0);
  for (const DocumentStretch& stretch : document->stretches) {
    if (kokoro::find_invalid_utf8(stretch.text.text)) std::abort();
    if (stretch.rate < kMinRate || stretch.rate > kMaxRate || stretch.volume < 0 || stretch.volume > kMaxVolume) {
      std::abort();
    }
    if (stretch.pause_before_s < 0 || stretch.pause_before_s > kMaxPauseS) std::abort();
    for (const SpokenText::Stretch& piece : stretch.text.stretches) {
      if (piece.source_end < piece.source_begin || piece.source_end > size) std::abort();
    }
  }
  return 0;
}
