#include "engine/request_document.hpp"

#include <numeric>

#include "engine/voice_alias.hpp"
#include "text/document/markup.hpp"
#include "text/document/ssml.hpp"

namespace kokoro::engine {
namespace {

Result<text::Document> parse(const SpeechRequest& request, std::string_view language) {
  if (request.format == TextFormat::ssml) return text::parse_ssml(request.text, language);
  if (request.format == TextFormat::markup) {
    auto document = text::parse_markup(request.text);
    for (auto& span : document.spans) {
      if (!request.voice_tags) span.voice.clear();
    }
    return document;
  }
  text::Document plain;
  plain.spans.emplace_back().text.append_copy(request.text, 0);
  return plain;
}

}  // namespace

Result<text::Document> read_document(const SpeechRequest& request, std::string_view language) {
  auto document = parse(request, language);
  if (document) apply_aliases(request, *document);
  return document;
}

double pauses_s(const SpeechRequest& request) {
  const auto document =
      request.text_is_phonemes ? text::Document() : parse(request, "en-us").value_or(text::Document());
  return std::accumulate(document.spans.begin(), document.spans.end(), document.pause_after_s,
                         [](double sum, const text::DocumentSpan& span) { return sum + span.pause_before_s; });
}

}  // namespace kokoro::engine
