#pragma once

#include <filesystem>
#include <kokoro/version.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::store {

/// The data directory: builds/, models/ and voices/ with a folder per version, and lexicons/. Immutable.
class Home {
 public:
  /// `root` empty: $KOKORO_HOME, else $XDG_DATA_HOME/kokoro, else ~/.local/share/kokoro.
  explicit Home(std::filesystem::path root = {});

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path config_file(ModelVersion version) const;    ///< builds/v1_0/config.json
  std::filesystem::path models_folder(ModelVersion version) const;  ///< models/v1_0
  std::filesystem::path voices_folder(ModelVersion version) const;  ///< voices/v1_0
  std::filesystem::path lexicons_folder() const;

  /// The weights of a version: models/<version>/*.pth, *.safetensors or *.onnx, the published name first, then by name.
  std::optional<std::filesystem::path> model_file(ModelVersion version) const;

 private:
  std::filesystem::path root_;
};

/// The demo model that is part of the program: v1.0's vocabulary and layout, 3.4 M parameters in half precision.
struct EmbeddedModel {
  Blob config;
  Blob weights;
  struct Voice {
    std::string name;  ///< "demo_female"
    Blob pack;
  };
  std::vector<Voice> voices;
};
const EmbeddedModel& embedded_model();

}  // namespace kokoro::store
