#include "text/espeak/in_process.hpp"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define KOKORO_LEAK_CHECK
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KOKORO_LEAK_CHECK
#endif
#endif
#ifdef KOKORO_LEAK_CHECK
/// espeak-ng 1.51 loses 1.3 kB at each change of voice, which nothing outside it can free.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() { return "leak:libespeak-ng\n"; }
#endif

namespace kokoro::text {
namespace {

/// IPA output, with a tie (U+0361) inside affricates and diphthongs: misaki's mapping keys on it.
constexpr int kPhonemeMode = espeakPHONEMES_IPA | espeakPHONEMES_TIE | (0x361 << 8);

}  // namespace

Error missing_espeak_data(std::string_view reason) {
  return Error{ErrorCode::unavailable,
               fmt::format("espeak-ng could not load its phoneme data ({}).", reason),
               "Install the package that holds it: apt install espeak-ng-data (or point ESPEAK_DATA_PATH at it).",
               {}};
}

Result<std::unique_ptr<InProcessEspeak>> InProcessEspeak::create() {
  // Not espeak_Initialize(), which asks PulseAudio for a device and so leaves a folder in ~/.config.
  espeak_ng_InitializePath(nullptr);
  espeak_ng_ERROR_CONTEXT context = nullptr;
  const espeak_ng_STATUS status = espeak_ng_Initialize(&context);
  espeak_ng_ClearErrorContext(&context);
  if (status != ENS_OK) {
    std::array<char, 256> message{};
    espeak_ng_GetStatusCodeMessage(status, message.data(), message.size());
    return fail(missing_espeak_data(message.data()));
  }
  std::unique_ptr<InProcessEspeak> made(new InProcessEspeak());
  made->list_voices();
  return made;
}

void InProcessEspeak::list_voices() {
  for (const espeak_VOICE** voice = espeak_ListVoices(nullptr); voice != nullptr && *voice != nullptr; ++voice) {
    const espeak_VOICE& v = **voice;
    if (v.identifier == nullptr || v.languages == nullptr || v.languages[0] == '\0') continue;
    // `languages` is a priority byte, then a language code; the first one is the voice's own.
    EspeakVoice entry{v.identifier, ascii_lower(v.languages + 1), std::string(trim(v.name == nullptr ? "" : v.name))};
    const auto same_tag = [&](const EspeakVoice& other) { return other.tag == entry.tag; };
    if (std::any_of(voices_.begin(), voices_.end(), same_tag)) {
      entry.tag = ascii_lower(entry.identifier.substr(entry.identifier.find('/') + 1));
      if (std::any_of(voices_.begin(), voices_.end(), same_tag)) continue;
    }
    voices_.push_back(std::move(entry));
  }
}

Result<std::string> InProcessEspeak::phonemes(std::string_view voice, const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (current_voice_ != voice) {
    const std::string name(voice);
    if (espeak_SetVoiceByName(name.c_str()) != EE_OK) {
      current_voice_.clear();
      return fail(ErrorCode::unavailable, fmt::format("espeak-ng has no voice '{}'.", name),
                  "Install or update its data: apt install espeak-ng-data.");
    }
    current_voice_ = name;
  }
  std::string out;
  const void* rest = text.c_str();
  while (rest != nullptr) {  // one clause per call; the result is a buffer of the library
    const char* clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, kPhonemeMode);
    if (clause == nullptr || clause[0] == '\0') continue;
    if (!out.empty()) out += ' ';
    out += clause;
  }
  return out;
}

}  // namespace kokoro::text
