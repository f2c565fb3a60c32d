#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/blob.hpp"
#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// A voice that is part of the program.
struct EmbeddedPack {
  std::string name;
  Blob blob;
};

/// Where one voice lies.
struct VoiceSource {
  std::filesystem::path file;  ///< empty: embedded
  std::string entry;           ///< of a file of several voices; else empty
  Blob blob;                   ///< of an embedded voice
};

/// Which voices there are, found without reading them. Immutable: any thread may ask.
class VoiceIndex {
 public:
  /// Files .pt, .safetensors, .bin, .npy and the voices of archives (see VoiceArchive) whose names are voice names. For
  /// one name the earlier folder wins, in a folder the extension named earlier here, and any file over an embedded
  /// voice. `width` is that of a row.
  static VoiceIndex scan(std::span<const std::filesystem::path> folders, std::span<const EmbeddedPack> embedded,
                         std::size_t width);

  const std::map<std::string, VoiceSource, std::less<>>& sources() const { return sources_; }
  const VoiceSource* find(std::string_view name) const;

  /// Archives and folders that could not be read.
  const std::vector<Error>& problems() const { return problems_; }

 private:
  void add_folder(const std::filesystem::path& folder, std::size_t width);
  /// False for a file of one voice.
  bool add_archive(const std::filesystem::path& file, std::size_t width);

  std::map<std::string, VoiceSource, std::less<>> sources_;
  std::vector<Error> problems_;
};

/// Reads the voice. Errors: as read_voice_pack() and map_file(); not_found, invalid_input (no such voice in a file of
/// several, or none named).
Result<VoicePack> load(const VoiceSource& source, const std::string& name, std::size_t width);

}  // namespace kokoro::voice
