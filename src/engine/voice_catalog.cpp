#include "engine/voice_catalog.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "engine/voice_names.hpp"
#include "store/home.hpp"

namespace kokoro::engine {
namespace {

constexpr std::string_view kDemoFemale = "demo_female";
constexpr std::string_view kDemoMale = "demo_male";
constexpr std::string_view kDemoBritishFemale = "demo_british_female";
constexpr std::string_view kDemoBritishMale = "demo_british_male";

std::string demo_voice_for(std::string_view published) {
  const bool male = gender_of_voice(published) == "male";
  const bool british = language_of_voice_name(published) == "en-gb";
  return std::string(british ? (male ? kDemoBritishMale : kDemoBritishFemale) : (male ? kDemoMale : kDemoFemale));
}

/// The other names that callers use for the voices of a model.
std::map<std::string, std::string> aliases_of(const VoiceCatalogOptions& options) {
  std::map<std::string, std::string> aliases;
  for (const auto& openai : openai_voices()) {
    const auto kokoro = openai.voice(options.version);
    aliases.emplace(openai.name, options.demo ? demo_voice_for(kokoro) : std::string(kokoro));
  }
  if (!options.demo) return aliases;
  for (const auto name : published_voices()) aliases.emplace(name, demo_voice_for(name));
  return aliases;
}

std::unique_ptr<voice::VoiceRegistry> make_registry(const VoiceCatalogOptions& options) {
  voice::VoiceRegistryOptions parts;
  parts.version = options.version;
  parts.width = options.style_width;
  parts.cache_capacity = options.cache_capacity;
  parts.aliases = aliases_of(options);
  if (options.demo) {
    for (const auto& voice : store::embedded_model().voices) parts.embedded.push_back({voice.name, voice.pack});
  } else {
    parts.folders.push_back(options.folder);
  }
  return std::make_unique<voice::VoiceRegistry>(std::move(parts));
}

}  // namespace

VoiceCatalog::VoiceCatalog(const VoiceCatalogOptions& options)
    : version_(options.version),
      demo_(options.demo),
      preferred_(options.preferred),
      registry_(make_registry(options)) {}

std::vector<VoiceInfo> VoiceCatalog::list() const {
  std::vector<VoiceInfo> voices;
  for (const auto& id : registry_->list()) {
    voices.push_back({.id = id,
                      .name = display_name(id),
                      .language = language_of_voice_name(id),
                      .gender = std::string(gender_of_voice(id)),
                      .version = version_,
                      .embedded = registry_->embedded(id)});
  }
  return voices;
}

std::string VoiceCatalog::default_voice() const {
  if (!preferred_.empty() && registry_->get(preferred_)) return preferred_;
  if (demo_) return std::string(kDemoFemale);
  const bool old = version_ == ModelVersion::v0_19;
  const std::string usual = old ? "af" : "af_heart";
  for (const auto& candidate : {usual, std::string(old ? "af_bella" : "af_heart")}) {
    if (registry_->contains(candidate)) return candidate;
  }
  const auto names = registry_->list();
  return names.empty() ? usual : names.front();
}

std::string VoiceCatalog::language(const std::string& voice) const {
  const auto first = first_voice(voice);
  const auto known = openai_voices();
  const auto openai =
      std::find_if(known.begin(), known.end(), [first](const auto& entry) { return entry.name == first; });
  return language_of_voice_name(openai == known.end() ? first : openai->voice(version_));
}

}  // namespace kokoro::engine
