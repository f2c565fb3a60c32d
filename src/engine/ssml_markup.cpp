#include "engine/ssml_markup.hpp"

#include <span>
#include <utility>

#include "engine/request_check.hpp"
#include "text/document/markup.hpp"
#include "text/document/prosody.hpp"
#include "text/document/ssml.hpp"

namespace kokoro::engine {

Result<std::string> ssml_to_markup(const std::string& ssml, const std::string& voice) {
  if (auto checked = check_text(ssml); !checked) return fail(std::move(checked.error()));
  const auto document = text::parse_ssml(ssml, "en-us");
  if (!document) return fail(document.error());
  return text::write_markup(*document, voice);
}

SsmlSupport ssml_support() {
  const auto named = [](std::span<const text::NamedNumber> rows) {
    std::vector<SsmlSupport::Named> out;
    for (const auto& row : rows) out.push_back({std::string(row.name), row.value});
    return out;
  };
  SsmlSupport support;
  for (const auto& element : text::ssml_elements()) {
    if (element.meaning.empty()) {
      support.left_out.emplace_back(element.name);
    } else {
      support.elements.emplace_back(element.name, element.meaning);
    }
  }
  support.break_strengths = named(text::break_strengths());
  support.rates = named(text::rate_names());
  support.volumes = named(text::volume_names());
  support.min_rate = text::kMinRate;
  support.max_rate = text::kMaxRate;
  return support;
}

}  // namespace kokoro::engine
