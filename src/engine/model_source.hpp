#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <kokoro/engine.hpp>
#include <optional>
#include <string>

#include "model/backend.hpp"
#include "store/home.hpp"

namespace kokoro::engine {

/// Where the files of one model are. A value.
struct ModelSource {
  ModelVersion version = kDefaultVersion;
  std::filesystem::path weights;  ///< empty: the demo model inside the program
  std::filesystem::path config;   ///< empty: the published one of the version
  bool given = false;             ///< named by EngineOptions, not found in the home
  bool keep_packed = true;        ///< EngineOptions::keep_packed
  std::int64_t stamp = 0;         ///< changes when the weights' file does

  auto operator<=>(const ModelSource&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy mistakes it

  bool embedded() const { return weights.empty(); }

  /// The weights' path, or "(embedded)".
  std::string path() const;

  /// Only the config: small, so that widths and symbols are known without loading a model.
  /// Errors: not_found, io.
  Result<Blob> open_config() const;

  /// What users call the model, which its vocabulary tells: generation_name(). The version where the config cannot be
  /// read.
  std::string_view generation() const;

  /// Maps both files. Errors as open_config().
  Result<model::ModelFiles> open() const;
};

/// Looks for a version: the files that `options` name serve every version; else the home; else, for v1.0, the demo
/// model. The config is the one that is named, the one of the version, the one beside the weights or the published one.
/// Looks at folders, reads nothing. Nothing when that version is not installed.
std::optional<ModelSource> find_model(const EngineOptions& options, const store::Home& home, ModelVersion version);

/// The error for a version that find_model() does not find.
Error model_not_installed(const store::Home& home, ModelVersion version);

/// The version that files named by EngineOptions belong to when the request does not say: a config without symbol
/// table is v0.19's; without a config the name of the weights tells; everything else (an unreadable config too: loading
/// reports that) is v1.0's.
ModelVersion guess_version(const EngineOptions& options);

}  // namespace kokoro::engine
