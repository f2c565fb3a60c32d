#include "text/document/forced_words.hpp"

#include <algorithm>

#include "text/spoken/markup_span.hpp"
#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {

SpokenText take_forced_words(const SpokenText& spoken, std::vector<ForcedWord>& words) {
  const std::string_view text = spoken.text;
  if (text.find("](") == std::string_view::npos) return spoken;
  SpokenText plain;
  std::size_t copied = 0;
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
    const std::size_t end = markup_span_end(text, at);
    const std::size_t close = end == at ? at : text.find(']', at);
    if (end == at || end == close + 1) {  // no markup, or "[pause:1s]", which is none of a word
      ++at;
      continue;
    }
    plain.append_copy(text.substr(copied, at - copied), copied);
    const std::string_view feature = text.substr(close + 2, end - close - 3);
    const std::size_t begin = plain.text.size();
    plain.append_rewrite(text.substr(at + 1, close - at - 1), at + 1, close);
    if (feature.size() > 2 && feature.front() == '/') {
      words.push_back({begin, plain.text.size(), std::string(feature.substr(1, feature.size() - 2))});
    }
    copied = at = end;
  }
  plain.append_copy(text.substr(copied), copied);
  return compose(plain, spoken);
}

}  // namespace kokoro::text
