#include "server/server.hpp"

#include <fmt/format.h>

#include <utility>

#include "server/app.hpp"
#include "server/net/http_server.hpp"
#include "server/work/speaker.hpp"

namespace kokoro::server {
namespace {

constexpr int kMaxWorkers = 256;

Result<void> check(const ServerOptions& options) {
  if (options.workers < 1 || options.workers > kMaxWorkers) {
    return fail(ErrorCode::invalid_input,
                fmt::format("workers: {} is outside of 1 to {}", options.workers, kMaxWorkers), {}, "workers");
  }
  if (options.host.empty())
    return fail(ErrorCode::invalid_input, "host: the address to listen on is empty", {}, "host");
  return {};
}

}  // namespace

Result<void> run(Engine& engine, const ServerOptions& options,
                 const std::function<void(std::string url)>& on_listening) {
  if (auto valid = check(options); !valid) return valid;
  EngineSpeaker speaker(engine);
  App app(speaker, options);
  HttpServer http(options, {[&app](Request request, std::shared_ptr<Responder> responder) {
                              app.handle(std::move(request), std::move(responder));
                            },
                            [&app] { app.drain(); }});
  auto url = http.listen();
  if (!url) return fail(std::move(url.error()));
  app.warm_up();
  if (on_listening) on_listening(std::move(*url));
  auto served = http.run();
  app.stop();
  return served;
}

}  // namespace kokoro::server
