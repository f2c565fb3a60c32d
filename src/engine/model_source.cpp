#include "engine/model_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/model_generation.hpp"
#include "engine/published_config.hpp"
#include "model/config.hpp"

namespace kokoro::engine {
namespace {

/// Smaller checkpoints are packed in less time than a second file is worth.
constexpr std::size_t kLeastToKeepPacked = std::size_t{16} << 20U;

bool path_exists(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

/// The time of the last change; 0 where there is no such file.
std::int64_t stamp_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(file, error);
  return error ? 0 : static_cast<std::int64_t>(time.time_since_epoch().count());
}

/// The config.json in the folder of the weights; empty where there is none.
std::filesystem::path config_beside(const std::filesystem::path& weights) {
  auto file = weights.parent_path() / "config.json";
  return path_exists(file) ? file : std::filesystem::path();
}

std::string pull_hint(ModelVersion version) {
  return fmt::format("run `kokoro pull --version {}` to fetch it", version_name(version));
}

}  // namespace

std::string ModelSource::path() const { return embedded() ? "(embedded)" : weights.string(); }

Result<Blob> ModelSource::open_config() const {
  if (embedded()) return store::embedded_model().config;
  if (!config.empty()) return map_file(config);
  if (is_named_v11_zh(weights)) {
    return fail(
        ErrorCode::not_found, fmt::format("there is no config.json beside {}", weights.string()),
        fmt::format("the vocabulary of {} is in its config.json: fetch it too, or name it with --config", kV11Zh),
        "config_file");
  }
  return published_config(version);
}

std::string_view ModelSource::generation() const {
  const auto blob = open_config();
  const auto read = blob ? model::read_config(*blob) : fail(blob.error());
  return read ? generation_name(version, read->vocab) : version_name(version);
}

Result<model::ModelFiles> ModelSource::open() const {
  auto config_blob = open_config();
  if (!config_blob) return fail(std::move(config_blob.error()));
  auto weights_blob = embedded() ? Result<Blob>(store::embedded_model().weights) : map_file(weights);
  if (!weights_blob) return fail(std::move(weights_blob.error()));
  const bool keep = keep_packed && !embedded() && weights_blob->bytes.size() >= kLeastToKeepPacked;
  return model::ModelFiles{std::move(*config_blob), std::move(*weights_blob), keep ? weights : std::filesystem::path()};
}

std::optional<ModelSource> find_model(const EngineOptions& options, const store::Home& home, ModelVersion version) {
  if (!options.model_file.empty()) {
    auto config = options.config_file.empty() ? config_beside(options.model_file) : options.config_file;
    return ModelSource{version, options.model_file,  std::move(config),
                       true,    options.keep_packed, stamp_of(options.model_file)};
  }
  if (auto weights = home.model_file(version)) {
    auto config = home.config_file(version);
    if (!path_exists(config)) config = config_beside(*weights);
    return ModelSource{version, *weights, std::move(config), false, options.keep_packed, stamp_of(*weights)};
  }
  if (version == kDefaultVersion) return ModelSource{version, {}, {}, false, false, 0};
  return std::nullopt;
}

Error model_not_installed(const store::Home& home, ModelVersion version) {
  return {ErrorCode::not_found,
          fmt::format("no {} model is installed (looked in {})", version_name(version),
                      home.models_folder(version).string()),
          pull_hint(version), "version"};
}

ModelVersion guess_version(const EngineOptions& options) {
  const auto file = options.config_file.empty() ? config_beside(options.model_file) : options.config_file;
  if (!file.empty()) {
    const auto blob = map_file(file);
    const auto config = blob ? model::read_config(*blob) : fail(blob.error());
    return config && config->vocab.empty() ? ModelVersion::v0_19 : kDefaultVersion;
  }
  const std::string name = options.model_file.filename().string();
  constexpr std::array<std::string_view, 2> kOldNames{"v0_19", "v0.19"};
  const bool old = std::any_of(kOldNames.begin(), kOldNames.end(),
                               [&](std::string_view part) { return name.find(part) != std::string::npos; });
  return old ? ModelVersion::v0_19 : kDefaultVersion;
}

}  // namespace kokoro::engine
