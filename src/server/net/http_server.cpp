#include "server/net/http_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/log.hpp"
#include "server/middleware/trusted_proxies.hpp"
#include "server/net/connection.hpp"
#include "server/net/systemd.hpp"
#include "server/net/tls.hpp"

namespace kokoro::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// How long accepting rests when no place is free, or no file descriptor.
constexpr std::chrono::milliseconds kAcceptPause{100};
/// Bodies that one client may send at once, each of the largest size, or so many bytes of smaller ones.
constexpr std::size_t kBodiesOfClient = 16;
constexpr std::size_t kLeastBodyBytes = 16U << 20U;
/// Connections of one address beyond its limit while idle ones make room.
constexpr std::size_t kSpareConnections = 16;

tl::unexpected<Error> bind_error(const NetOptions& options, const error_code& ec) {
  const std::string where = fmt::format("{} port {}", options.host, options.port);
  if (ec == asio::error::address_in_use) {
    return fail(ErrorCode::unavailable, fmt::format("cannot listen on {}: another program uses it", where),
                "choose another port with --port, or 0 for any free one", "port");
  }
  if (ec == asio::error::access_denied) {
    return fail(ErrorCode::unavailable, fmt::format("cannot listen on {}: no permission", where),
                "ports below 1024 are reserved: choose a higher one with --port", "port");
  }
  return fail(ErrorCode::invalid_input, fmt::format("cannot listen on {}: {}", where, ec.message()),
              "give an address of this machine with --host, such as 127.0.0.1 or 0.0.0.0", "host");
}

std::string url_of(const tcp::endpoint& endpoint, bool tls) {
  const auto address = endpoint.address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return fmt::format("{}://{}:{}", tls ? "https" : "http", host, endpoint.port());
}

}  // namespace

struct HttpServer::State {
  State(const NetOptions& server_options, Callbacks server_callbacks, MemoryBudget& server_memory)
      : options(server_options),
        callbacks(std::move(server_callbacks)),
        memory(server_memory),
        bodies(std::max(kBodiesOfClient * server_options.max_body_bytes, kLeastBodyBytes)) {}

  const NetOptions options;
  const Callbacks callbacks;
  MemoryBudget& memory;
  ClientBodies bodies;
  asio::io_context io{1};
  std::vector<tcp::acceptor> acceptors;
  std::shared_ptr<TlsContext> tls;  ///< of new connections; null: plain
  asio::signal_set signals{io};
  asio::steady_timer watchdog{io};
  asio::steady_timer second{io};
  asio::steady_timer pause{io};  ///< waits for a free connection, or for file descriptors
  std::set<std::shared_ptr<Connection>> connections;
  std::map<asio::ip::address, std::size_t> addresses;  ///< of how many connections
  asio::steady_timer drain_timer{io};                  ///< of the delay, then of the limit
  TrustedProxies proxies;
  bool refusing = false;  ///< new work, since the first signal
  bool draining = false;  ///< no connection is accepted any more
  bool forced = false;

  error_code bind(const tcp::endpoint& endpoint);
  error_code bind_host();
  Result<void> load_tls();
  void wait_for_signal();
  void reload();
  void count_seconds();
  void feed_watchdog(std::chrono::milliseconds period);
  void begin_drain();
  void drain();
  void end_when_drained();
  void make_room(const std::optional<asio::ip::address>& of = {});
  bool has_place_for(const tcp::socket& socket);
  void forget(const asio::ip::address& address);
  asio::awaitable<void> rest();
  void start(tcp::socket socket);
  asio::awaitable<void> accept(tcp::acceptor& acceptor);
};

error_code HttpServer::State::bind(const tcp::endpoint& endpoint) {
  error_code ec;
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) acceptors.push_back(std::move(acceptor));
  return ec;
}

error_code HttpServer::State::bind_host() {
  std::string host = options.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  error_code ec;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, std::to_string(options.port), tcp::resolver::passive, ec);
  if (ec) return ec;
  for (const auto& entry : found) {
    ec = bind(entry.endpoint());
    if (!ec) break;
  }
  return ec;
}

Result<void> HttpServer::State::load_tls() {
  if (options.tls_certificate.empty()) return {};
  auto made = make_tls_context(options.tls_certificate, options.tls_key);
  if (!made) return fail(std::move(made.error()));
  tls = std::move(*made);
  return {};
}

void HttpServer::State::reload() {
  log::info("SIGHUP: reading keys, certificate, models, voices and lexicons again");
  notify_manager("RELOADING=1");
  if (auto read = load_tls(); !read) log::error("the certificate in use stays: {}", read.error().message);
  if (callbacks.on_reload) callbacks.on_reload();
  notify_manager("READY=1");
}

void HttpServer::State::wait_for_signal() {
  signals.async_wait([this](const error_code& ec, int signal) {
    if (ec) return;
    if (signal == SIGHUP) {
      reload();
      return wait_for_signal();
    }
    if (refusing) {
      forced = true;
      io.stop();
      return;
    }
    log::info("shutting down: running requests are finished, a second signal ends them");
    begin_drain();
    wait_for_signal();
    end_when_drained();
  });
}

void HttpServer::State::count_seconds() {
  if (!callbacks.on_second || refusing) return;
  second.expires_after(std::chrono::seconds(1));
  second.async_wait([this](const error_code& ec) {
    if (ec) return;
    callbacks.on_second();
    count_seconds();
  });
}

void HttpServer::State::feed_watchdog(std::chrono::milliseconds period) {
  if (period.count() <= 0) return;
  notify_manager("WATCHDOG=1");
  watchdog.expires_after(period);
  watchdog.async_wait([this, period](const error_code& ec) {
    if (!ec) feed_watchdog(period);
  });
}

/// From now on new work is refused. Connections are accepted for a while, so that whoever sends requests here sees that
/// and sends them elsewhere.
void HttpServer::State::begin_drain() {
  if (std::exchange(refusing, true)) return;
  notify_manager("STOPPING=1");
  if (callbacks.on_drain) callbacks.on_drain();
  second.cancel();
  if (options.drain_delay.count() == 0) return drain();
  drain_timer.expires_after(options.drain_delay);
  drain_timer.async_wait([this](const error_code& ec) {
    if (ec) return;
    drain();
    end_when_drained();
  });
}

void HttpServer::State::drain() {
  draining = true;
  error_code ignored;
  for (auto& acceptor : acceptors) acceptor.close(ignored);
  pause.cancel();
  for (const auto& connection : connections) connection->drain();
  if (options.drain_limit.count() == 0) return;
  drain_timer.expires_after(options.drain_limit);
  drain_timer.async_wait([this](const error_code& ec) {
    if (ec) return;
    log::warning("{} connections are broken off: they were not finished in time", connections.size());
    for (const auto& connection : connections) connection->break_off();
  });
}

void HttpServer::State::end_when_drained() {
  if (!draining || !connections.empty()) return;
  signals.cancel();
  watchdog.cancel();
  drain_timer.cancel();
}

void HttpServer::State::start(tcp::socket socket) {
  error_code ignored;
  const auto address = socket.remote_endpoint(ignored).address();
  const bool names_client = options.proxy_protocol && proxies.trusts(address.to_string());
  auto connection = std::make_shared<Connection>(
      std::move(socket), tls, Connection::Surroundings{options, callbacks, memory, bodies}, names_client);
  connections.insert(connection);
  ++addresses[address];
  if (callbacks.connections) callbacks.connections(connections.size());
  asio::co_spawn(io, connection->run(), [this, connection, address](const std::exception_ptr& failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      log::error("a connection ended with an exception: {}", e.what());
    }
    connection->close();
    connections.erase(connection);
    forget(address);
    if (callbacks.connections) callbacks.connections(connections.size());
    pause.cancel();
    end_when_drained();
  });
}

void HttpServer::State::forget(const asio::ip::address& address) {
  const auto counted = addresses.find(address);
  if (--counted->second == 0) addresses.erase(counted);
}

/// Ends the connection, of this address or of all, that has been idle for longest: who asks comes before who does not.
void HttpServer::State::make_room(const std::optional<asio::ip::address>& of) {
  Connection* longest = nullptr;
  for (const auto& connection : connections) {
    if (of && connection->address() != *of) continue;
    const auto since = connection->idle_since();
    if (since && (longest == nullptr || *since < *longest->idle_since())) longest = connection.get();
  }
  if (longest != nullptr) longest->drain();
}

/// One address may have so many connections. Where one of them is idle it makes room for the new one.
bool HttpServer::State::has_place_for(const tcp::socket& socket) {
  error_code ignored;
  const auto address = socket.remote_endpoint(ignored).address();
  const auto counted = addresses.find(address);
  // Behind a proxy there are many.
  if (counted == addresses.end() || proxies.trusts(address.to_string()) ||
      counted->second < options.max_connections_per_address)
    return true;
  make_room(address);
  // What makes room ends a moment later: as many again are let in until then, and no more.
  return counted->second < options.max_connections_per_address + kSpareConnections;
}

/// Until a connection has ended, or a little while.
asio::awaitable<void> HttpServer::State::rest() {
  error_code ignored;
  pause.expires_after(kAcceptPause);
  co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> HttpServer::State::accept(tcp::acceptor& acceptor) {
  while (!draining) {
    error_code ec;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
    while (!draining && !ec && connections.size() >= options.max_connections) {
      make_room();
      co_await rest();
    }
    if (draining) break;
    if (!ec) {
      if (has_place_for(socket)) start(std::move(socket));
    } else if (ec != asio::error::connection_aborted) {
      log::warning("cannot accept a connection: {}", ec.message());
      co_await rest();
    }
  }
}

HttpServer::HttpServer(const NetOptions& options, Callbacks callbacks, MemoryBudget& memory)
    : state_(std::make_unique<State>(options, std::move(callbacks), memory)) {}

HttpServer::~HttpServer() = default;

Result<std::string> HttpServer::listen() {
  if (auto loaded = state_->load_tls(); !loaded) return fail(std::move(loaded.error()));
  auto proxies = TrustedProxies::make(state_->options.proxies);
  if (!proxies) return fail(std::move(proxies.error()));
  state_->proxies = std::move(*proxies);
  const auto passed = take_passed_sockets();
  if (!passed) return fail(passed.error());
  error_code ec;
  for (const int socket : *passed) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    state_->acceptors.emplace_back(state_->io, address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), socket);
  }
  if (passed->empty()) ec = state_->bind_host();
  if (ec) return bind_error(state_->options, ec);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) state_->signals.add(signal);
  state_->wait_for_signal();
  return url_of(state_->acceptors.front().local_endpoint(), state_->tls != nullptr);
}

Result<void> HttpServer::run() {
  for (auto& acceptor : state_->acceptors) {
    asio::co_spawn(state_->io, state_->accept(acceptor), [](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }
  notify_manager("READY=1");
  state_->feed_watchdog(watchdog_period());
  state_->count_seconds();
  state_->io.run();
  if (state_->forced) {
    return fail(ErrorCode::cancelled, "stopped by a second signal before the running requests were finished");
  }
  return {};
}

void HttpServer::shut_down() {
  asio::post(state_->io, [this] {
    state_->begin_drain();
    state_->end_when_drained();
  });
}

}  // namespace kokoro::server
