#include "cli/dictionary_state.hpp"

#include "dictionary/misaki_wheel.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

/// The dialect that a language's code or a voice's name asks for; empty for other languages.
std::string dialect_of(const std::string& voice, std::string language) {
  for (char& c : language) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (language.empty() && voice.size() > 2 && voice[2] == '_') language = voice.substr(0, 1);
  if (language == "b" || language == "en-gb" || language == "british" || language == "gb") return "en-gb";
  const bool american = language.empty() || language == "a" || language == "en" || language == "en-us" ||
                        language == "us" || language == "american" || language == "english";
  return american ? "en-us" : "";
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
