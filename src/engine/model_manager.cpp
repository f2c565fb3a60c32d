#include "engine/model_manager.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <utility>

#include "base/log.hpp"
#include "engine/model_generation.hpp"

namespace kokoro::engine {
namespace {

/// The C library keeps freed memory for later; that of a model is worth more to others.
void free_model(const LoadedModel* model) {
  delete model;
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace

ModelManager::ModelManager(MakeBackend make_backend) : make_backend_(std::move(make_backend)) {}

Result<ModelManager::Lease> ModelManager::load(const ModelSource& source) const {
  auto files = source.open();
  if (!files) return fail(std::move(files.error()));
  auto backend = make_backend_();
  if (auto loaded = backend->load(*files); !loaded) return fail(std::move(loaded.error()));
  const std::string_view name = generation_name(source.version, backend->config().vocab);
  log::info("loaded model {} from {} on {}", name, source.path(), backend->device());
  if (name == kV11Zh) {
    log::warning("{} is {}: its Mandarin has an alphabet that is not written here, only its English can be spoken",
                 source.path(), name);
  }
  return Lease(new LoadedModel{source.version, std::move(backend)}, free_model);
}

Result<ModelManager::Lease> ModelManager::get(const ModelSource& source, const CancelToken& cancel) {
  note_use(source);
  return models_.get(
      source, [&] { return load(source); }, cancel);
}

void ModelManager::note_use(const ModelSource& source) {
  const std::lock_guard lock(mutex_);
  last_use_[source] = Clock::now();
}

Result<void> ModelManager::unload(ModelVersion version) {
  bool any = false;
  for (const auto& [source, lease] : models_.all()) any |= source.version == version && models_.drop(source);
  if (any) return {};
  return fail(ErrorCode::not_found, fmt::format("the {} model is not loaded", version_name(version)), {}, "version");
}

std::size_t ModelManager::unload_idle(std::chrono::milliseconds idle) {
  std::size_t dropped = 0;
  for (auto& [source, lease] : models_.all()) {
    // Theirs, and this loop's.
    constexpr long kUnused = 2;
    if (lease.use_count() > kUnused) {
      note_use(source);
      continue;
    }
    {
      const std::lock_guard lock(mutex_);
      if (Clock::now() - last_use_[source] < idle) continue;
    }
    if (!models_.drop(source)) continue;
    ++dropped;
    log::info("unloaded model {}, which nobody used for {} s", version_name(source.version), idle.count() / 1000);
  }
  return dropped;
}

void ModelManager::unload_unless(const std::function<bool(const ModelSource&)>& keep) {
  for (const auto& [source, lease] : models_.all()) {
    if (!keep(source)) models_.drop(source);
  }
  const std::lock_guard lock(mutex_);
  std::erase_if(last_use_, [&](const auto& entry) { return !keep(entry.first); });
}

}  // namespace kokoro::engine
