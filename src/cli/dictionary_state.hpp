#pragma once

#include <filesystem>
#include <kokoro/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace kokoro::cli {

/// The pronunciation dictionary of an English dialect, and whether it is in the data directory.
struct DictionaryState {
  std::string tag;  ///< "en-us"
  std::filesystem::path file;
  bool is_there = false;
};

/// American and British English.
std::vector<DictionaryState> dictionary_states(const config::Settings& settings);

/// Whether a text for this voice, language (each may be empty) and version is read without the dictionary it wants.
bool lacks_dictionary(const config::Settings& settings, const std::string& voice, const std::string& language,
                      ModelVersion version);

/// The line that says so.
inline constexpr std::string_view kLexiconLine =
    "English is read without its dictionary; `kokoro pull lexicon` fetches it.";

}  // namespace kokoro::cli
