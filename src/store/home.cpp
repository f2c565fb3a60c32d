#include "store/home.hpp"

#include <algorithm>
#include <cstdlib>

namespace kokoro::store {
namespace {

std::filesystem::path default_root() {
  const auto variable = [](const char* name) -> std::filesystem::path {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  if (auto home = variable("KOKORO_HOME"); !home.empty()) return home;
  // The XDG specification says that a relative path is to be ignored.
  if (const auto data = variable("XDG_DATA_HOME"); data.is_absolute()) return data / "kokoro";
  const auto user = variable("HOME");
  return (user.empty() ? std::filesystem::path("/var/lib") : user / ".local" / "share") / "kokoro";
}

}  // namespace

Home::Home(std::filesystem::path root) : root_(root.empty() ? default_root() : std::move(root)) {}

std::filesystem::path Home::config_file(ModelVersion version) const {
  return root_ / "builds" / version_folder(version) / "config.json";
}

std::filesystem::path Home::models_folder(ModelVersion version) const {
  return root_ / "models" / version_folder(version);
}

std::filesystem::path Home::voices_folder(ModelVersion version) const {
  return root_ / "voices" / version_folder(version);
}

std::filesystem::path Home::lexicons_folder() const { return root_ / "lexicons"; }

std::optional<std::filesystem::path> Home::model_file(ModelVersion version) const {
  const auto folder = models_folder(version);
  std::error_code error;
  const auto published = folder / ("kokoro-" + std::string(version_folder(version)) + ".pth");
  if (std::filesystem::is_regular_file(published, error)) return published;
  std::vector<std::filesystem::path> found;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto extension = entry->path().extension();
    std::error_code ignored;
    if ((extension == ".pth" || extension == ".safetensors" || extension == ".onnx") &&
        entry->is_regular_file(ignored)) {
      found.push_back(entry->path());
    }
  }
  if (found.empty()) return std::nullopt;
  return *std::min_element(found.begin(), found.end());
}

}  // namespace kokoro::store
