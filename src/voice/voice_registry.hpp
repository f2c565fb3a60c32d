#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/build_once.hpp"
#include "voice/mix.hpp"
#include "voice/voice_index.hpp"
#include "voice/voice_pack.hpp"

namespace kokoro::voice {

struct VoiceRegistryOptions {
  ModelVersion version = kDefaultVersion;
  std::size_t width = 0;  ///< of a row: 2 x style_dim
  std::vector<std::filesystem::path> folders;
  std::vector<EmbeddedPack> embedded;
  std::map<std::string, std::string> aliases;  ///< other name to voice, used as long as no voice has that name itself
  std::size_t cache_capacity = 64;             ///< packs and mixes kept in memory
};

/// The voices of one model version: found at the start, read when asked for. Thread-safe.
class VoiceRegistry {
 public:
  explicit VoiceRegistry(VoiceRegistryOptions options);

  /// Names of all voices, sorted; aliases are not among them.
  std::vector<std::string> list() const;

  /// A voice or an alias of one.
  bool contains(const std::string& name) const;

  /// The voice exists and is part of the program.
  bool embedded(const std::string& name) const;

  /// The pack of a voice, an alias or a mix such as "af_heart(2)+af_sky" (see parse_mix). Only names are accepted: no
  /// text of a caller becomes a path.
  /// Errors: not_found (with the closest names as the hint), invalid_input (malformed mix), both with param "voice";
  /// corrupt, io (the file of the voice).
  Result<std::shared_ptr<const VoicePack>> get(const std::string& expression);

  /// Checks what get() would be given without reading any pack. Errors: not_found, invalid_input.
  Result<void> validate(const std::string& expression) const;

  /// The same where voices may also be files that the user named: a file alone, "FILE:voice" for one of several in it,
  /// mixes of files and voices. Errors: also io, unsupported; param "voice".
  Result<std::shared_ptr<const VoicePack>> get_with_files(const std::string& expression);

  /// Looks again at the folders and forgets all packs in memory.
  void refresh();

  /// Archives and folders that could not be read.
  std::vector<Error> problems() const;

 private:
  struct Snapshot {
    VoiceIndex index;
    std::size_t generation = 0;  ///< counts refreshes; part of the cache's keys, so that no old pack comes back
  };
  /// What an expression asks for: one term for a plain voice, names without aliases.
  using Terms = std::vector<MixTerm>;

  using Source = std::pair<const std::string, VoiceSource>;
  /// The source that a name or an alias stands for, and its true name; null if there is none.
  const Source* find(const Snapshot& snapshot, const std::string& name) const;
  std::shared_ptr<const Snapshot> snapshot() const;
  Result<Terms> resolve(const Snapshot& snapshot, const std::string& expression) const;
  Result<std::shared_ptr<const VoicePack>> get_file(const std::filesystem::path& path, const std::string& entry);
  Result<std::shared_ptr<const VoicePack>> get_single(const Snapshot& snapshot, const std::string& name);
  tl::unexpected<Error> no_such_voice(const Snapshot& snapshot, const std::string& name) const;

  const VoiceRegistryOptions options_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;  ///< guarded by mutex_; replaced, never changed
  BuildOnce<std::string, VoicePack> packs_;
};

}  // namespace kokoro::voice
