#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "server/http/error_body.hpp"
#include "server/http/exchange.hpp"
#include "server/http/memory_budget.hpp"
#include "server/http/request.hpp"
#include "server/net/callbacks.hpp"
#include "server/net/client_bodies.hpp"
#include "server/net/net_options.hpp"
#include "server/net/stream.hpp"
#include "server/net/web_socket_loop.hpp"

namespace kokoro::server {

/// One client's connection: reads a request, lets it be answered, writes the response, and again.
///
/// While a response is computed or sent a read is always pending, so that a client that goes away is noticed at once;
/// what it reads meanwhile is the next, pipelined request. All members are for the network thread only.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// What all connections share; it must outlive them.
  struct Surroundings {
    const NetOptions& options;
    const ServerCallbacks& callbacks;
    MemoryBudget& memory;
    ClientBodies& bodies;
  };

  /// With `tls` the client must speak TLS. `names_client`: the peer is a proxy, which says first who asks, in the PROXY
  /// protocol.
  Connection(boost::asio::ip::tcp::socket socket, const std::shared_ptr<TlsContext>& tls, const Surroundings& around,
             bool names_client);

  /// Ends when the connection is to be closed.
  boost::asio::awaitable<void> run();

  /// The present exchange is the last one; an idle connection ends now.
  void drain();

  void close();

  /// Ends it now, whatever is being sent.
  void break_off();

  /// Of the peer.
  const boost::asio::ip::address& address() const { return address_; }

  /// Since when it waits for the first byte of a request, or nothing is said on its WebSocket; nothing while there is
  /// something.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const {
    if (web_socket_) return web_socket_->idle_since();
    return idle_ ? std::optional(idle_since_) : std::nullopt;
  }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;

  /// A cancelled read may have been finished already and be followed by another, as those of TLS are: cancelled again
  /// after this time.
  static constexpr std::chrono::milliseconds kCancelAgain{50};

  /// What the writing of a response needs to know of its request.
  struct Exchanging {
    AccessRecord record;
    WebSocketLoop::HeaderList headers;              ///< of every response
    std::optional<WebSocketLoop::Request> upgrade;  ///< of a request that wants a WebSocket
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    bool keep_alive = false;
    bool http_1_0 = false;
    bool head_only = false;
  };

  // Reading: connection.cpp
  Awaitable<bool> hear_proxy();
  Awaitable<bool> shake_hands();
  Request describe(Parser& parser, Exchanging& exchanging);
  Awaitable<bool> serve_one();
  Awaitable<bool> wait_for_first_byte();
  void skip_empty_line();
  Awaitable<boost::system::error_code> read_head(Parser& parser);
  Awaitable<boost::system::error_code> read_body(Parser& parser);
  std::optional<HttpError> refusal(const boost::system::error_code& ec, const Parser& parser) const;
  std::optional<HttpError> wrong_head(const Parser& parser, Request& request, Exchanging& exchanging) const;
  std::optional<Response> not_admitted(const Parser& parser, Request& request);
  Awaitable<bool> refuse(Exchanging& exchanging, Response response, bool keep_alive = false);
  Awaitable<bool> answer(Exchanging& exchanging, Request request);
  Awaitable<void> linger();
  void write_log(Exchanging& exchanging, bool complete);

  // Writing: connection_write.cpp
  static void note_head(Exchanging& exchanging);
  Awaitable<bool> send_events(Exchanging& exchanging, Exchange& exchange);
  Awaitable<bool> send_response(Exchanging& exchanging, const Response& response);
  Awaitable<bool> send_head(Exchanging& exchanging, const ResponseHead& head);
  Awaitable<bool> send_part(Exchanging& exchanging, const BodyPart& part);
  Awaitable<bool> go_on_as_web_socket(Exchanging& exchanging, const Upgrade& upgrade);
  Awaitable<bool> send(std::string_view bytes);
  void reset_on_close();

  // Watching for the end of the client: connection_write.cpp
  void watch(std::shared_ptr<Exchange> exchange);
  Awaitable<void> stop_watching();
  Awaitable<void> sleep_until_woken();

  /// After `limit` pending reads and writes are cancelled, until disarm().
  void arm(std::chrono::milliseconds limit);
  void disarm();
  void expire_after(std::chrono::milliseconds limit, unsigned turn);

  Stream stream_;
  const boost::asio::ip::address address_;
  const bool names_client_;
  std::string client_;  ///< address of who asks
  const NetOptions& options_;
  const ServerCallbacks& callbacks_;
  MemoryBudget& memory_;
  ClientBodies& bodies_;
  std::shared_ptr<WebSocketLoop> web_socket_;  ///< once the connection is one
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer wake_;  ///< never expires: cancelled when there is something to do
  boost::asio::steady_timer deadline_;
  std::shared_ptr<ClientBodies::Share> body_;  ///< that is being read
  unsigned deadline_turn_ = 0;                 ///< which arm() a firing belongs to
  bool timed_out_ = false;
  bool idle_ = false;  ///< waits for the first byte of a request
  std::chrono::steady_clock::time_point idle_since_{};
  bool draining_ = false;
  bool watching_ = false;  ///< the watch's read is pending
  bool stop_watch_ = false;
  bool peer_gone_ = false;
};

}  // namespace kokoro::server
