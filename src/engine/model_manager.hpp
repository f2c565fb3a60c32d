#pragma once

#include <chrono>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <map>
#include <memory>
#include <mutex>

#include "base/build_once.hpp"
#include "engine/loaded_model.hpp"
#include "engine/model_source.hpp"

namespace kokoro::engine {

/// Files to model: loaded at its first use, shared by all requests, freed on demand.
///
/// One load however many threads ask at once; a failed load leaves nothing behind and is tried again by the next call.
/// The memory of a freed model goes back to the system. Thread-safe.
class ModelManager {
 public:
  using Lease = std::shared_ptr<const LoadedModel>;
  using MakeBackend = std::function<std::unique_ptr<model::Backend>()>;

  explicit ModelManager(MakeBackend make_backend);

  /// The model of `source`, loaded if need be. While the lease lives, so does the model.
  /// Errors: not_found (no such file), corrupt, io, cancelled (while another thread loads it).
  Result<Lease> get(const ModelSource& source, const CancelToken& cancel = {});

  /// The model if it is loaded, else null.
  Lease peek(const ModelSource& source) const { return models_.peek(source); }

  /// Lets go of the models of a version; they are freed when the last running request is done. Errors: not_found (none
  /// is loaded).
  Result<void> unload(ModelVersion version);

  /// Lets go of models that were not in use for `idle`: a model is in use while there is a lease, as far as the calls
  /// of this function and of get() see. Returns how many.
  std::size_t unload_idle(std::chrono::milliseconds idle);

  /// Lets go of models for which `keep` says false.
  void unload_unless(const std::function<bool(const ModelSource&)>& keep);

 private:
  using Clock = std::chrono::steady_clock;
  Result<Lease> load(const ModelSource& source) const;
  void note_use(const ModelSource& source);

  MakeBackend make_backend_;
  BuildOnce<ModelSource, LoadedModel> models_;
  std::mutex mutex_;
  std::map<ModelSource, Clock::time_point> last_use_;
};

}  // namespace kokoro::engine
