#include <fmt/format.h>

#include <utility>

#include "engine/core.hpp"
#include "voice/save_pack.hpp"
#include "voice/torch_file.hpp"

namespace kokoro::engine {

Result<std::string> Core::voice_file(const std::string& voice, std::optional<ModelVersion> version) {
  const auto installed = find_installed_version(version.value_or(default_version_));
  if (!installed) return fail(installed.error());
  const auto pack = open_voice(**installed, voice.empty() ? (*installed)->voices.default_voice() : voice);
  if (!pack) return fail(pack.error());
  return voice::to_torch_file(**pack);
}

Result<void> Core::save_voice(const std::string& name, const std::string& voice, std::optional<ModelVersion> version) {
  const auto installed = find_installed_version(version.value_or(default_version_));
  if (!installed) return fail(installed.error());
  const auto& source = (*installed)->source;
  const auto& voices = (*installed)->voices;
  if (source.embedded()) {
    return fail(ErrorCode::unsupported, "the demo voices cannot be saved: they fit no other model",
                "kokoro pull fetches the published model and its voices", "name");
  }
  const auto pack = open_voice(**installed, voice);
  if (!pack) return fail(pack.error());
  if (voices.contains(name)) {
    return fail(ErrorCode::invalid_input, fmt::format("there is a voice \"{}\" already", name), "choose another name",
                "name");
  }
  auto saved = voice::save_pack(**pack, home_.voices_folder(source.version), name);
  if (saved) voices.refresh();
  return saved;
}

}  // namespace kokoro::engine
