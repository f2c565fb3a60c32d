#include "text/document/markup.hpp"

#include "text/document/document_builder.hpp"
#include "text/document/prosody.hpp"

namespace kokoro::text {
namespace {

/// Takes "[name:value]"; false when it is none that is known.
bool take(std::string_view inside, std::size_t at, DocumentBuilder& builder, DocumentBuilder::Style& style) {
  const std::size_t colon = inside.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = inside.substr(0, colon);
  const std::string_view value = inside.substr(colon + 1);
  if (name == "pause") {
    const auto seconds = parse_seconds(value);
    if (!seconds) return false;
    builder.pause(*seconds);
  } else if (name == "rate") {
    const auto rate = parse_rate(value);
    if (!rate) return false;
    style.rate = clamp_rate(*rate);
  } else if (name == "volume") {
    const auto gain = parse_volume(value);
    if (!gain) return false;
    style.volume = clamp_volume(*gain);
  } else if (name == "voice") {
    style.voice = value == "default" ? "" : std::string(value);
  } else if (name == "lang") {
    style.language = value;
  } else if (name == "mark") {
    builder.mark(std::string(value), at);
  } else {
    return false;
  }
  builder.style(style);
  return true;
}

}  // namespace

Document parse_markup(std::string_view text) {
  DocumentBuilder builder;
  DocumentBuilder::Style style;
  std::size_t copied = 0;
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
    const std::string_view window = text.substr(at + 1, kLongestMarkup);
    const std::size_t close = window.find_first_of("[]\n");
    if (close == std::string_view::npos || window[close] != ']') {
      ++at;
      continue;
    }
    // What stands before is read in the style so far.
    DocumentBuilder::Style next = style;
    DocumentBuilder probe;
    if (!take(window.substr(0, close), at, probe, next)) {
      ++at;
      continue;
    }
    if (at > copied) builder.copy(text.substr(copied, at - copied), copied);
    take(window.substr(0, close), at, builder, style);
    copied = at = at + 1 + close + 1;
  }
  if (copied < text.size()) builder.copy(text.substr(copied), copied);
  return builder.finish();
}

}  // namespace kokoro::text
