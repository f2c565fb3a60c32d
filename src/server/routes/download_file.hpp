#pragma once

#include "server/download/download_store.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace kokoro::server {

/// GET /v1/download/{file}: the whole file, or with a Range header a part of it (206; 416 outside of it; If-Range and
/// If-None-Match compare with the ETag). `save_as` is the name that a browser suggests: reduced to harmless characters,
/// with the file's own extension; empty: the file's name. 404 for files that are not, or no longer, there.
Response download_response(const DownloadStore& store, std::string_view name, const Headers& headers,
                           std::string_view save_as);

}  // namespace kokoro::server
