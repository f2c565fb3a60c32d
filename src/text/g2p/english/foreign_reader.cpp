#include "text/g2p/english/foreign_reader.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/g2p/english/unicode.hpp"
#include "text/g2p/espeak/ipa_mapping.hpp"
#include "text/g2p/espeak/sanitiser.hpp"
#include "text/segment/script.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::size_t kMostKnown = 20000;
constexpr std::u32string_view kMarks = U";:,.!?¡¿—…\"«»“”(){}[]";

/// Signs that espeak-ng names and the sanitiser takes away, because inside of words they are rarely meant.
constexpr std::u32string_view kNamed = U"/#=*~\\½¼¾⅓⅔№×÷±→°§©®™";
constexpr std::size_t kMostNamed = 4;  ///< of a run that are said

bool is_named(char32_t c) { return kNamed.find(c) != std::u32string_view::npos; }

bool is_mark_or_space(char32_t c) { return c == U' ' || kMarks.find(c) != std::u32string_view::npos; }

Script script_at(std::u32string_view word, std::size_t i) {
  return is_alpha(word[i]) ? script_of(word[i]) : Script::other;
}

/// End of the run from `begin` on that one voice can read; the script of its first letter.
std::size_t run_end(std::u32string_view word, std::size_t begin, Script& script) {
  script = Script::other;
  for (std::size_t i = begin; i < word.size(); ++i) {
    if (is_mark_or_space(word[i]) || is_named(word[i])) return i;
    const Script own = script_at(word, i);
    if (own == Script::other || own == script) continue;
    if (script != Script::other) return i;
    script = own;
  }
  return word.size();
}

}  // namespace

Result<Phonemes> ForeignReader::read(std::u32string_view word) {
  if (const auto known = known_.find(word); known != known_.end()) return known->second;
  auto said = read_new(word);
  if (said && known_.size() < kMostKnown) known_.emplace(std::u32string(word), *said);
  return said;
}

Result<Phonemes> ForeignReader::read_new(std::u32string_view word) {
  Phonemes out;
  for (std::size_t begin = 0; begin < word.size();) {
    if (is_mark_or_space(word[begin])) {
      out += word[begin++];
      continue;
    }
    Script script = Script::other;
    const bool named = is_named(word[begin]);
    const std::size_t end =
        named ? std::min(word.find_first_not_of(kNamed, begin), word.size()) : run_end(word, begin, script);
    auto said = named ? read_signs(word.substr(begin, end - begin)) : read_run(word.substr(begin, end - begin));
    if (!said) return said;
    if (!out.empty() && !is_mark_or_space(out.back()) && !said->empty()) out += U' ';
    out += *said;
    begin = end;
  }
  const std::size_t first = out.find_first_not_of(U' ');
  if (first == Phonemes::npos) return Phonemes();
  return out.substr(first, out.find_last_not_of(U' ') - first + 1);
}

Result<Phonemes> ForeignReader::read_run(std::u32string_view run) {
  Script script = Script::other;
  run_end(run, 0, script);
  const std::string_view tag = british_ ? "en-gb" : "en-us";
  VoiceScripts scripts = scripts_of_language(tag);
  std::string_view voice = british_ ? "gmw/en" : "gmw/en-US";
  IpaMapping mapping = british_ ? IpaMapping::english_gb : IpaMapping::english_us;
  if (script != Script::other && !scripts.has(script)) {
    voice = espeak_voice_for_script(script);
    if (voice.empty()) return Phonemes();
    scripts = {script, Script::other};
    mapping = IpaMapping::foreign;
  }
  const std::string clean = sanitise(run, scripts);
  return say(clean, voice, mapping);
}

Result<Phonemes> ForeignReader::read_signs(std::u32string_view signs) {
  const std::string text = to_utf8(signs.substr(0, kMostNamed));
  return british_ ? say(text, "gmw/en", IpaMapping::english_gb) : say(text, "gmw/en-US", IpaMapping::english_us);
}

Result<Phonemes> ForeignReader::say(const std::string& clean, std::string_view voice, IpaMapping mapping) {
  Phonemes out;
  for (std::size_t begin = 0; begin < clean.size();) {
    std::size_t end = clean.size();
    if (end - begin > kEspeakCallBytes) {
      const std::size_t space = clean.rfind(' ', begin + kEspeakCallBytes);
      if (space != std::string::npos && space > begin) end = space;
    }
    auto ipa = library_.phonemes(voice, clean.substr(begin, end - begin));
    if (!ipa) return fail(std::move(ipa.error()));
    const Phonemes said = to_code_points(map_ipa(*ipa, mapping));
    if (!out.empty() && !said.empty()) out += U' ';
    out += said;
    begin = end + (end < clean.size() ? 1 : 0);
  }
  return out;
}

}  // namespace kokoro::text::english
