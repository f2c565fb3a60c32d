#include "server/routes/health.hpp"

#include "server/http/error_body.hpp"
#include "server/http/json_response.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
Response health(const Status& status, const Scheduler::Load& load, const std::vector<ModelInfo>& models) {
  boost::json::array loaded;
  for (const auto& model : models) {
    const std::string_view name = version_name(model.version);
    if (model.loaded) loaded.emplace_back(boost::json::string_view(name.data(), name.size()));
  }
  return uncached_json_response({{"status", "healthy"},
                                 {"ready", status.ready.load()},
                                 {"draining", status.draining.load()},
                                 {"running", load.running},
                                 {"waiting", load.waiting},
                                 {"completed", status.completed.load()},
                                 {"failed", status.failed.load()},
                                 {"cancelled", status.cancelled.load()},
                                 {"loaded", std::move(loaded)}});
}

Response health_live() { return uncached_json_response({{"status", "live"}}); }

Response health_ready(const Status& status) {
  if (status.draining) {
    return error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}});
  }
  if (!status.ready) {
    return error_response(Error{ErrorCode::unavailable, "the default model is not loaded", {}, {}});
  }
  return uncached_json_response({{"status", "ready"}});
}

}  // namespace kokoro::server
