#include "text/g2p/english/foreign_reader.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/utf8.hpp"
#include "text/characters/script.hpp"
#include "text/g2p/english/unicode.hpp"
#include "text/g2p/espeak/sanitiser.hpp"
#include "text/phonemes/ipa_mapping.hpp"

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

/// A part of a word that is read at once.
struct Run {
  std::u32string_view text;
  Script script = Script::other;
  bool mark = false;   ///< a mark or space, which stands for itself
  bool named = false;  ///< signs that are said by name
};

std::vector<Run> runs_of(std::u32string_view word) {
  std::vector<Run> runs;
  for (std::size_t begin = 0; begin < word.size();) {
    Run run;
    run.mark = is_mark_or_space(word[begin]);
    run.named = !run.mark && is_named(word[begin]);
    const std::size_t end = run.mark    ? begin + 1
                            : run.named ? std::min(word.find_first_not_of(kNamed, begin), word.size())
                                        : run_end(word, begin, run.script);
    run.text = word.substr(begin, end - begin);
    runs.push_back(run);
    begin = end;
  }
  return runs;
}

}  // namespace

Result<Phonemes> ForeignReader::read(std::u32string_view word) {
  if (const auto known = known_.find(word); known != known_.end()) return known->second;
  auto said = read_new(word);
  if (said && known_.size() < kMostKnown) known_.emplace(std::u32string(word), *said);
  return said;
}

Result<Phonemes> ForeignReader::read_new(std::u32string_view word) {
  const std::vector<Run> runs = runs_of(word);
  if (runs.size() == 1 && !runs[0].mark) return runs[0].named ? read_signs(word) : read_run(word);
  // Script by script: espeak-ng takes longer to change its voice than to read a word.
  std::vector<std::size_t> order(runs.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return runs[a].script < runs[b].script; });
  std::vector<Phonemes> read_runs(runs.size());
  for (const std::size_t i : order) {
    auto said = runs[i].mark ? Result<Phonemes>(Phonemes(runs[i].text)) : read(runs[i].text);
    if (!said) return said;
    read_runs[i] = std::move(*said);
  }
  Phonemes out;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].mark && !out.empty() && !is_mark_or_space(out.back()) && !read_runs[i].empty()) out += U' ';
    out += read_runs[i];
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
