#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <memory>
#include <string>
#include <vector>

#include "voice/voice_registry.hpp"

namespace kokoro::engine {

struct VoiceCatalogOptions {
  ModelVersion version = kDefaultVersion;
  bool demo = false;               ///< the model is the one inside the program
  std::filesystem::path folder;    ///< of the voices of a model that is not
  std::size_t style_width = 0;     ///< numbers in a row of a pack
  std::size_t cache_capacity = 0;  ///< packs and mixes kept in memory
  std::string preferred = {};      ///< name or mix of requests that name none, where these voices have it
};

/// The voices that fit one model, under all the names that callers use for them.
///
/// With a published model: its voice folder, and OpenAI's 13 names for voices of it. With the demo model: its two
/// voices, which also answer to the published and to OpenAI's names, by gender, so that clients that ask for af_heart
/// are served before anything is downloaded. Thread-safe.
class VoiceCatalog {
 public:
  using Pack = std::shared_ptr<const voice::VoicePack>;

  explicit VoiceCatalog(const VoiceCatalogOptions& options);

  /// Sorted by id; without the other names.
  std::vector<VoiceInfo> list() const;

  /// The voice of a request that names none.
  std::string default_voice() const;

  /// The pack of a name or mix. Errors: not_found, invalid_input (malformed mix), corrupt, io.
  Result<Pack> get(const std::string& voice) const { return registry_->get(voice); }

  /// The same where files may stand for voices. Errors: also io, unsupported.
  Result<Pack> get_with_files(const std::string& voice) const { return registry_->get_with_files(voice); }

  /// Whether get() knows all that a name or mix names, without blending it. Errors: not_found, invalid_input.
  Result<void> validate(const std::string& voice) const { return registry_->validate(voice); }

  /// Whether a name, not a mix, is that of a voice or stands for one.
  bool contains(const std::string& name) const { return registry_->contains(name); }

  /// Looks again at the folder.
  void refresh() const { registry_->refresh(); }

  /// The tag of the language that a name or mix speaks unless the request says otherwise.
  std::string language(const std::string& voice) const;

 private:
  ModelVersion version_;
  bool demo_;
  std::string preferred_;
  std::unique_ptr<voice::VoiceRegistry> registry_;
};

}  // namespace kokoro::engine
