#include "server/scheduling/answer_on.hpp"

#include <utility>

#include "server/http/error_body.hpp"

namespace kokoro::server {

void answer_on(TaskQueue& queue, const std::string& client, const std::shared_ptr<Responder>& responder,
               std::function<Response()> make) {
  const bool taken = queue.submit(client, responder->cancel_source(),
                                  [responder, made = std::move(make)] { responder->respond(made()); });
  if (!taken) responder->respond(error_response(Error{ErrorCode::busy, "too many requests wait already", {}, {}}));
}

}  // namespace kokoro::server
