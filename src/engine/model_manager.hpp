#pragma once

#include <functional>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <memory>

#include "engine/build_once.hpp"
#include "engine/loaded_model.hpp"
#include "engine/model_source.hpp"

namespace kokoro::engine {

/// Version to model: loaded at its first use, shared by all requests, freed on demand.
///
/// One load however many threads ask at once; a failed load leaves nothing behind and is tried again by the next call.
/// Thread-safe.
class ModelManager {
 public:
  using Lease = std::shared_ptr<const LoadedModel>;
  using MakeBackend = std::function<std::unique_ptr<model::Backend>()>;
  using FindModel = std::function<Result<ModelSource>(ModelVersion)>;

  ModelManager(MakeBackend make_backend, FindModel find_model);

  /// The model of `version`, loaded if need be. While the lease lives, so does the model.
  /// Errors: not_found (not installed), corrupt, io, cancelled (while another thread loads it).
  Result<Lease> get(ModelVersion version, const CancelToken& cancel = {}) { return models_.get(version, cancel); }

  /// The model if it is loaded, else null.
  Lease peek(ModelVersion version) const { return models_.peek(version); }

  /// Lets go of a model; it is freed when the last running request is done. Errors: not_found (not loaded).
  Result<void> unload(ModelVersion version);

 private:
  Result<Lease> load(ModelVersion version) const;

  MakeBackend make_backend_;
  FindModel find_model_;
  BuildOnce<ModelVersion, LoadedModel> models_;
};

}  // namespace kokoro::engine
