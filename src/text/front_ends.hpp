#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <memory>
#include <string_view>

#include "text/g2p/front_end.hpp"
#include "text/language/languages.hpp"
#include "text/text_data.hpp"

namespace kokoro::text {

/// A front end that reads words of other languages inside its text with theirs (g2p/mixed). English for v1.0 is read
/// with the dictionary of its dialect, and through espeak-ng where there is none (has_dictionary()). Errors: not_found
/// (unknown language), unavailable (espeak-ng's data or a dictionary is missing; names the package), corrupt (a damaged
/// dictionary; names the file).
Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version,
                                                 const TextData& data = {});

/// False when the language wants a dictionary that is not in the folder.
bool has_dictionary(const Language& language, const std::filesystem::path& lexicons);

}  // namespace kokoro::text
