// Any bytes as SSML: no crash; what is accepted keeps its places inside the source, soon.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "text/document/markup.hpp"
#include "text/document/ssml.hpp"
#include "time_check.hpp"

namespace {

struct Said {
  std::string text;  ///< without white space, which may fall away where markup stands
  double pauses_s = 0;
};

Said said_in(const kokoro::text::Document& document) {
  Said out;
  for (const auto& span : document.spans) {
    out.text += span.text.text;
    out.pauses_s += span.pause_before_s;
  }
  out.pauses_s += document.pause_after_s;
  std::erase_if(out.text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
  return out;
}

/// What is said is the same after a way through native markup.
void check_markup(const kokoro::text::Document& document) {
  const auto markup = kokoro::text::write_markup(document, "");
  if (!markup) return;
  const auto again = kokoro::text::parse_markup(*markup);
  const Said before = said_in(document);
  const Said after = said_in(again);
  if (before.text != after.text || std::abs(before.pauses_s - after.pauses_s) > 1e-3) std::abort();
  if (again.marks.size() != document.marks.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const TimeCheck in_time(size);
  const auto document = parse_ssml(text, "en-us");
  if (!document) return document.error().message.starts_with("SSML, line ") ? 0 : (std::abort(), 0);
  for (const DocumentSpan& span : document->spans) {
    if (kokoro::find_invalid_utf8(span.text.text)) std::abort();
    if (span.rate < kMinRate || span.rate > kMaxRate || span.volume < 0 || span.volume > kMaxVolume) {
      std::abort();
    }
    if (span.pause_before_s < 0 || span.pause_before_s > kMaxPauseS) std::abort();
    for (const SpokenText::Span& piece : span.text.spans) {
      if (piece.source_end < piece.source_begin || piece.source_end > size) std::abort();
    }
  }
  check_markup(*document);
  return 0;
}
