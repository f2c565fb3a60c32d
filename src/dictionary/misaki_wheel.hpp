#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"
#include "text/g2p/english/pronunciation_table.hpp"

namespace kokoro::dictionary {

/// A packed dictionary and the name that its file has in the data directory.
struct PackedDictionary {
  std::string file_name;
  std::vector<std::byte> bytes;
  std::size_t words = 0;  ///< with their phonemes; 0 for the list of Japanese words, which has none
};

/// The American and the British dictionary, gold and silver in one table each, and the list of Japanese words where
/// there is one, out of PyPI's wheel of misaki. Takes about a second and 200 MB.
/// Errors: corrupt (no ZIP archive, no such files in it, JSON of another form), those of the archive's reader.
Result<std::vector<PackedDictionary>> pack_misaki_wheel(const Blob& wheel);

/// Name of a dialect's file in the data directory's lexicons/.
std::string_view file_name(bool british);

/// Packs a wheel's dictionaries into files of `folder`, which is made if it is not there; each file is replaced as a
/// whole. Returns how many words they have together. Errors: those of pack_misaki_wheel(), io.
Result<std::size_t> install_misaki_wheel(const std::filesystem::path& wheel, const std::filesystem::path& folder);

/// Adds the words of one of misaki's dictionaries: {"word": "fˈOnimz" or {"DEFAULT": …, "NOUN": … or null}}.
/// Errors: corrupt (`name` says where), unsupported (deeper or larger than a dictionary).
Result<void> read_misaki_json(std::string_view json, bool silver, const std::string& name,
                              std::vector<text::english::PronunciationEntry>& words);

}  // namespace kokoro::dictionary
