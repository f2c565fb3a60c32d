#include "server/app/server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <utility>

#include "base/log.hpp"
#include "server/app/app.hpp"
#include "server/middleware/access_log.hpp"
#include "server/middleware/gate.hpp"
#include "server/net/http_server.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {
namespace {

constexpr int kMaxWorkers = 256;

Result<void> check(const ServerOptions& options) {
  if (options.workers < 0 || options.workers > kMaxWorkers) {
    return fail(ErrorCode::invalid_input,
                fmt::format("workers: {} is outside of 0 to {}", options.workers, kMaxWorkers), {}, "workers");
  }
  if (options.host.empty())
    return fail(ErrorCode::invalid_input, "host: the address to listen on is empty", {}, "host");
  return {};
}

/// Whoever opens the server to a network is told where it has no lock.
void warn_of_open_doors(const ServerOptions& options, const Gate& gate) {
  if (!options.api_keys.empty() && !options.api_keys_from.empty()) warn_of_open_key_file(options.api_keys_from);
  const bool here = options.host == "localhost" || options.host == "::1" || options.host.starts_with("127.");
  if (here || gate.asks_for_keys()) return;
  log::warning("{} is open to the network and asks for no key: everybody who reaches it can use it (api_key_file)",
               options.host);
}

/// What is wrong with a file is logged; what was in force before it stays.
void reload(Gate& gate, AccessLog& access_log, Engine& engine) {
  if (auto read = gate.reload(); !read) log::error("the keys in force stay: {}", read.error().message);
  if (auto opened = access_log.reopen(); !opened) log::error("{}", opened.error().message);
  engine.refresh();
}

/// Each connection takes a file descriptor, and the usual soft limit of 1024 is meant for programs that use select().
void raise_file_limit(std::size_t connections) {
  constexpr rlim_t kOthers = 64;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max >= connections + kOthers) return;
  log::warning("only {} files may be open at once, too few for {} connections", limit.rlim_max, connections);
}

}  // namespace

Result<void> run(Engine& engine, const ServerOptions& options,
                 const std::function<void(std::string url)>& on_listening) {
  if (auto valid = check(options); !valid) return valid;
  raise_file_limit(options.max_connections);
  auto gate = Gate::make(options, options.host);
  if (!gate) return fail(std::move(gate.error()));
  auto access_log = AccessLog::open(options.access_log);
  if (!access_log) return fail(std::move(access_log.error()));
  EngineAdapter adapter(engine);
  App app(adapter, options);
  ServerCallbacks callbacks;
  callbacks.address = [&](const Request& request) { return (*gate)->address(request); };
  callbacks.admit = [&](Request& request) {
    auto answer = (*gate)->answer(request, app.needs_key(request.path));
    if (!answer) request.client = (*gate)->client(request);
    return answer;
  };
  callbacks.handle = [&](Request request, std::shared_ptr<Responder> responder) {
    app.handle(std::move(request), std::move(responder));
  };
  callbacks.on_drain = [&] { app.drain(); };
  callbacks.on_reload = [&] { app.in_background([&] { reload(**gate, **access_log, engine); }); };
  if (options.keep_alive.count() > 0) {
    callbacks.on_second = [&] { app.in_background([&] { engine.unload_idle(options.keep_alive); }); };
  }
  callbacks.headers = [&](const Request& request) { return (*gate)->headers(request); };
  callbacks.log = [&](const AccessRecord& record) {
    app.count_response(record.status, record.body_bytes);
    (*access_log)->add(record);
  };
  callbacks.connections = [&](std::size_t count) { app.set_connections(count); };
  HttpServer http(options, std::move(callbacks), app.memory());
  auto url = http.listen();
  if (!url) return fail(std::move(url.error()));
  warn_of_open_doors(options, **gate);
  app.warm_up();
  if (on_listening) on_listening(std::move(*url));
  auto served = http.run();
  app.stop();
  return served;
}

}  // namespace kokoro::server
