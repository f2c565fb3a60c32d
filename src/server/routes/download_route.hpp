#pragma once

#include "server/download/download_store.hpp"
#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"

namespace kokoro::server {

/// GET /v1/download/{file}. What it is given must outlive the router.
void add_download_route(Router& router, const DownloadStore& store, TaskQueue& checks);

}  // namespace kokoro::server
