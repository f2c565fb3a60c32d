#include "engine/voice_names.hpp"

#include <array>

#include "store/published_voices.hpp"
#include "text/front_ends.hpp"
#include "voice/voice_files.hpp"

namespace kokoro::engine {
namespace {

// Chosen by gender and character; fable is British in OpenAI's voices too.
constexpr std::array<OpenAiVoice, 13> kOpenAiVoices{{{"alloy", "af_alloy", "af"},
                                                     {"ash", "am_adam", "am_adam"},
                                                     {"ballad", "am_fenrir", "am_michael"},
                                                     {"cedar", "am_puck", "bm_lewis"},
                                                     {"coral", "af_bella", "af_bella"},
                                                     {"echo", "am_echo", "am_adam"},
                                                     {"fable", "bm_fable", "bm_george"},
                                                     {"marin", "af_heart", "af_bella"},
                                                     {"nova", "af_nova", "af_nicole"},
                                                     {"onyx", "am_onyx", "am_michael"},
                                                     {"sage", "af_sarah", "af_sarah"},
                                                     {"shimmer", "af_bella", "af_sky"},
                                                     {"verse", "am_michael", "am_michael"}}};

constexpr std::string_view kDemoPrefix = "demo_";
constexpr std::string_view kBritishDemoPrefix = "demo_british_";

// "af" or "af_…": a letter for the language, one for the gender.
bool has_kokoro_form(std::string_view name) {
  return name.size() >= 2 && (name[1] == 'f' || name[1] == 'm') && (name.size() == 2 || name[2] == '_');
}

std::string capitalised(std::string_view word) {
  std::string out(word);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  for (char& c : out) c = c == '_' ? ' ' : c;
  return out;
}

}  // namespace

std::span<const OpenAiVoice> openai_voices() { return kOpenAiVoices; }
std::span<const std::string_view> published_voices() { return store::published_voices(ModelVersion::v1_0); }

std::string_view gender_of_voice(std::string_view name) {
  if (has_kokoro_form(name)) return name[1] == 'f' ? "female" : "male";
  if (name.starts_with(kDemoPrefix)) {
    const auto rest = name.substr((name.starts_with(kBritishDemoPrefix) ? kBritishDemoPrefix : kDemoPrefix).size());
    if (rest == "female" || rest == "male") return rest;
  }
  return "unknown";
}

std::string language_of_voice_name(std::string_view name) {
  if (name.starts_with(kBritishDemoPrefix)) return "en-gb";
  const text::Language* language = has_kokoro_form(name) ? text::language_of_voice(name) : nullptr;
  return language == nullptr ? "en-us" : std::string(language->tag);
}

std::string display_name(std::string_view name) {
  if (name.starts_with(kBritishDemoPrefix))
    return "Demo British " + std::string(name.substr(kBritishDemoPrefix.size()));
  if (!has_kokoro_form(name)) return capitalised(name);
  if (name.size() <= 3) return "Default";
  const auto own = name.substr(3);
  if (own.size() > 2 && own.starts_with("v0")) return capitalised(own.substr(2)) + " (v0)";
  return capitalised(own);
}

std::string_view first_voice(std::string_view expression) {
  const auto begin = expression.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  if (voice::names_a_file(expression)) return voice::first_voice_of_files(expression.substr(begin));
  return expression.substr(begin, expression.find_first_of("+-,(: ", begin) - begin);
}

}  // namespace kokoro::engine
