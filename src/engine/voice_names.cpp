#include "engine/voice_names.hpp"

#include <array>

#include "text/front_end.hpp"

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

constexpr std::array<std::string_view, 54> kPublishedVoices{
    "af_alloy",    "af_aoede",    "af_bella",   "af_heart", "af_jessica", "af_kore",   "af_nicole",   "af_nova",
    "af_river",    "af_sarah",    "af_sky",     "am_adam",  "am_echo",    "am_eric",   "am_fenrir",   "am_liam",
    "am_michael",  "am_onyx",     "am_puck",    "am_santa", "bf_alice",   "bf_emma",   "bf_isabella", "bf_lily",
    "bm_daniel",   "bm_fable",    "bm_george",  "bm_lewis", "ef_dora",    "em_alex",   "em_santa",    "ff_siwis",
    "hf_alpha",    "hf_beta",     "hm_omega",   "hm_psi",   "if_sara",    "im_nicola", "jf_alpha",    "jf_gongitsune",
    "jf_nezumi",   "jf_tebukuro", "jm_kumo",    "pf_dora",  "pm_alex",    "pm_santa",  "zf_xiaobei",  "zf_xiaoni",
    "zf_xiaoxiao", "zf_xiaoyi",   "zm_yunjian", "zm_yunxi", "zm_yunxia",  "zm_yunyang"};

constexpr std::string_view kDemoPrefix = "demo_";

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
std::span<const std::string_view> published_voices() { return kPublishedVoices; }

std::string_view gender_of_voice(std::string_view name) {
  if (has_kokoro_form(name)) return name[1] == 'f' ? "female" : "male";
  if (name.starts_with(kDemoPrefix)) {
    const auto rest = name.substr(kDemoPrefix.size());
    if (rest == "female" || rest == "male") return rest;
  }
  return "unknown";
}

std::string language_of_voice_name(std::string_view name) {
  const text::Language* language = has_kokoro_form(name) ? text::language_of_voice(name) : nullptr;
  return language == nullptr ? "en-us" : std::string(language->tag);
}

std::string display_name(std::string_view name) {
  if (!has_kokoro_form(name)) return capitalised(name);
  if (name.size() <= 3) return "Default";
  const auto own = name.substr(3);
  if (own.size() > 2 && own.starts_with("v0")) return capitalised(own.substr(2)) + " (v0)";
  return capitalised(own);
}

std::string_view first_voice(std::string_view expression) {
  const auto begin = expression.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return expression.substr(begin, expression.find_first_of("+-,( ", begin) - begin);
}

}  // namespace kokoro::engine
