#include "server/speech/reading_fields.hpp"

#include <string>
#include <utility>

#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

std::string with_slashes(const boost::json::string& ipa) {
  std::string out(ipa.data(), ipa.size());
  const bool slashes = out.size() > 2 && out.front() == '/' && out.back() == '/';
  return slashes ? out : '/' + out + '/';
}

}  // namespace

NormalizationOptions read_normalization(const Fields& fields) {
  NormalizationOptions out;
  const auto given = fields.object("normalization_options");
  if (!given) return out;
  const auto flag = [&](std::string_view name) { return given->boolean(name).value_or(true); };
  out.normalize = flag("normalize");
  out.unit_normalization = flag("unit_normalization");
  out.url_normalization = flag("url_normalization");
  out.email_normalization = flag("email_normalization");
  out.optional_pluralization_normalization = flag("optional_pluralization_normalization");
  out.phone_normalization = flag("phone_normalization");
  out.replace_remaining_symbols = flag("replace_remaining_symbols");
  out.markdown = flag("markdown");
  out.latex = flag("latex");
  if (given->string("emoji") == "name") out.emoji = NormalizationOptions::Emoji::name;
  if (given->string("code") == "skip") out.code = NormalizationOptions::Code::skip;
  return out;
}

std::vector<LexiconEntry> read_lexicon(const Fields& fields) {
  std::vector<LexiconEntry> out;
  const auto* lexicon = fields.find("lexicon");
  if (lexicon == nullptr) return out;
  const auto add = [&](const auto& word, const boost::json::value& ipa, std::string part) {
    out.push_back({std::string(word), with_slashes(ipa.get_string()), {}, std::move(part)});
  };
  for (const auto& [word, said] : lexicon->get_object()) {
    if (said.is_string()) {
      add(word, said, {});
      continue;
    }
    for (const auto& [part, ipa] : said.get_object()) add(word, ipa, std::string(part));
  }
  return out;
}

}  // namespace kokoro::server
