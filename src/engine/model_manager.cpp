#include "engine/model_manager.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/log.hpp"

namespace kokoro::engine {

ModelManager::ModelManager(MakeBackend make_backend, FindModel find_model)
    : make_backend_(std::move(make_backend)),
      find_model_(std::move(find_model)),
      models_([this](const ModelVersion& version) { return load(version); }) {}

Result<ModelManager::Lease> ModelManager::load(ModelVersion version) const {
  auto source = find_model_(version);
  if (!source) return fail(std::move(source.error()));
  auto files = source->open();
  if (!files) return fail(std::move(files.error()));
  auto backend = make_backend_();
  if (auto loaded = backend->load(*files); !loaded) return fail(std::move(loaded.error()));
  log::info("loaded model {} from {} on {}", version_name(version), source->path(), backend->device());
  auto model = std::make_shared<LoadedModel>();
  model->version = version;
  model->backend = std::move(backend);
  return model;
}

Result<void> ModelManager::unload(ModelVersion version) {
  if (models_.drop(version)) return {};
  return fail(ErrorCode::not_found, fmt::format("the {} model is not loaded", version_name(version)), {}, "version");
}

}  // namespace kokoro::engine
