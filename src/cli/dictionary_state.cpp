#include "cli/dictionary_state.hpp"

#include "dictionary/misaki_wheel.hpp"
#include "engine/voice_names.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

/// The tag of the language that a code or a voice's name asks for; empty for an unknown one.
std::string dialect_of(const std::string& voice, const std::string& language) {
  if (language.empty()) return engine::language_of_voice_name(engine::first_voice(voice));
  const auto found = Engine::find_language(language);
  return found ? found->tag : "";
}

}  // namespace

std::vector<DictionaryState> dictionary_states(const config::Settings& settings) {
  const store::Home home(settings.text(config::Key::home));
  std::vector<DictionaryState> states;
  for (const bool british : {false, true}) {
    DictionaryState state{british ? "en-gb" : "en-us", home.lexicons_folder() / dictionary::file_name(british), false};
    std::error_code ignored;
    state.is_there = std::filesystem::exists(state.file, ignored);
    states.push_back(std::move(state));
  }
  return states;
}

bool lacks_dictionary(const config::Settings& settings, const std::string& voice, const std::string& language,
                      ModelVersion version) {
  if (version != ModelVersion::v1_0) return false;
  const std::string dialect = dialect_of(voice, language);
  for (const DictionaryState& state : dictionary_states(settings)) {
    if (state.tag == dialect) return !state.is_there;
  }
  return false;
}

}  // namespace kokoro::cli
