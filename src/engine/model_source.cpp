#include "engine/model_source.hpp"

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "model/config.hpp"

namespace kokoro::engine {
namespace {

/// Smaller checkpoints are packed in less time than a second file is worth.
constexpr std::size_t kLeastToKeepPacked = std::size_t{16} << 20U;

// v0.19 was published without a config of its own in most copies; its network has these widths.
constexpr std::string_view kPublishedConfigV019 = R"({
  "decoder": {
    "type": "istftnet",
    "upsample_kernel_sizes": [20, 12],
    "upsample_rates": [10, 6],
    "gen_istft_hop_size": 5,
    "gen_istft_n_fft": 20,
    "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
    "resblock_kernel_sizes": [3, 7, 11],
    "upsample_initial_channel": 512
  },
  "dim_in": 64, "dropout": 0.2, "hidden_dim": 512, "max_conv_dim": 512, "max_dur": 50, "multispeaker": true,
  "n_layer": 3, "n_mels": 80, "n_token": 178, "style_dim": 128
})";

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

std::string pull_hint(ModelVersion version) {
  return fmt::format("run `kokoro pull --version {}` to fetch it", version_name(version));
}

}  // namespace

std::string ModelSource::path() const { return embedded() ? "(embedded)" : weights.string(); }

Result<Blob> ModelSource::open_config() const {
  if (embedded()) return store::embedded_model().config;
  if (!given && !path_exists(config)) {
    if (version == ModelVersion::v0_19) {
      return Blob{std::as_bytes(std::span(kPublishedConfigV019)), nullptr, "(published) v0.19 config.json"};
    }
    return fail(ErrorCode::not_found,
                fmt::format("the {} model {} has no config: {} was expected", version_name(version), weights.string(),
                            config.string()),
                pull_hint(version), "model");
  }
  return map_file(config);
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
  if (!options.model_file.empty())
    return ModelSource{version, options.model_file,  options.config_file,
                       true,    options.keep_packed, stamp_of(options.model_file)};
  if (auto weights = home.model_file(version))
    return ModelSource{version, *weights, home.config_file(version), false, options.keep_packed, stamp_of(*weights)};
  if (version == kDefaultVersion) return ModelSource{version, {}, {}, false, false, 0};
  return std::nullopt;
}

Error model_not_installed(const store::Home& home, ModelVersion version) {
  return {ErrorCode::not_found,
          fmt::format("no {} model is installed (looked in {})", version_name(version),
                      home.models_folder(version).string()),
          pull_hint(version), "version"};
}

ModelVersion guess_version(const std::filesystem::path& config_file) {
  const auto blob = map_file(config_file);
  if (!blob) return kDefaultVersion;
  const auto config = model::read_config(*blob);
  return config && config->vocab.empty() ? ModelVersion::v0_19 : kDefaultVersion;
}

}  // namespace kokoro::engine
