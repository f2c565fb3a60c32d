#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/http/exchange.hpp"
#include "server/scheduling/task_queue.hpp"

namespace kokoro::server {

/// Answers with what `make`, which takes a moment only, returns, on a thread of the queue, unless the client has gone
/// before; 429 when it is full.
void answer_on(TaskQueue& queue, const std::string& client, const std::shared_ptr<Responder>& responder,
               std::function<Response()> make);

}  // namespace kokoro::server
