#include "server/extra/health.hpp"

#include "server/http/error_body.hpp"
#include "server/json.hpp"

namespace kokoro::server {
namespace {

Response json_response(const boost::json::object& body) {
  return {{200, "application/json", {{"Cache-Control", "no-store"}}}, boost::json::serialize(body)};
}

}  // namespace

Response health(const Status& status, const Scheduler::Load& load) {
  return json_response({{"status", "healthy"},
                        {"ready", status.ready.load()},
                        {"draining", status.draining.load()},
                        {"running", load.running},
                        {"waiting", load.waiting},
                        {"completed", status.completed.load()},
                        {"failed", status.failed.load()},
                        {"cancelled", status.cancelled.load()}});
}

Response health_live() { return json_response({{"status", "live"}}); }

Response health_ready(const Status& status) {
  if (status.draining) {
    return error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}});
  }
  if (!status.ready) {
    return error_response(Error{ErrorCode::unavailable, "the default model is not loaded", {}, {}});
  }
  return json_response({{"status", "ready"}});
}

}  // namespace kokoro::server
