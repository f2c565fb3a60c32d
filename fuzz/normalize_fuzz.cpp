// Any bytes through the normaliser of any language: valid UTF-8 comes out, and each span of it has its place in the
// source, in order, soon. The first byte chooses the language, the second the options.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "base/utf8.hpp"
#include "text/g2p/normalize.hpp"
#include "time_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro;
  using namespace kokoro::text;
  if (size < 2) return 0;
  constexpr std::string_view kLanguages[] = {"en-us", "en-gb", "es", "fr-fr", "hi", "it", "pt-br", "ja", "zh"};
  NormalizationOptions options;
  options.normalize = (data[1] & 1U) == 0;
  options.unit_normalization = (data[1] & 2U) == 0;
  options.replace_remaining_symbols = (data[1] & 4U) == 0;
  options.markdown = (data[1] & 8U) == 0;
  options.url_normalization = options.email_normalization = (data[1] & 16U) == 0;
  options.latex = (data[1] & 32U) == 0;
  options.code = (data[1] & 64U) != 0 ? NormalizationOptions::Code::skip : NormalizationOptions::Code::read;
  options.emoji = (data[1] & 128U) != 0 ? NormalizationOptions::Emoji::name : NormalizationOptions::Emoji::drop;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const TimeCheck in_time(text.size());
  const SpokenText spoken = normalize(text, options, kLanguages[data[0] % std::size(kLanguages)]);
  // What is read as it is stays as it is.
  const bool valid = options.normalize || !kokoro::find_invalid_utf8(text);
  if (valid && kokoro::find_invalid_utf8(spoken.text)) std::abort();
  std::size_t last = 0;
  std::size_t last_source = 0;
  for (const SpokenText::Span& span : spoken.spans) {
    if (span.begin < last || span.source_begin < last_source || span.source_end < span.source_begin) {
      std::abort();
    }
    if (span.source_end > text.size() || span.begin >= spoken.text.size()) std::abort();
    last = span.begin;
    last_source = span.source_begin;
  }
  return 0;
}
