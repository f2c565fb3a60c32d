#include "server/middleware/access_log.hpp"

#include "base/log.hpp"

namespace kokoro::server {

void log_access(const AccessRecord& record) {
  log::info("{} {} {} {} {} {} bytes {:.1f} ms{}", record.request_id, record.client, record.method, record.path,
            record.status, record.body_bytes, record.seconds * 1e3, record.complete ? "" : " incomplete");
}

}  // namespace kokoro::server
