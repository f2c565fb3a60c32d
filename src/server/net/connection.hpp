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
#include "server/http/request.hpp"
#include "server/middleware/access_log.hpp"
#include "server/server.hpp"

namespace kokoro::server {

/// One client's connection: reads a request, lets it be answered, writes the response, and again.
///
/// While a response is computed or sent a read is always pending, so that a client that goes away is noticed at once;
/// what it reads meanwhile is the next, pipelined request. All members are for the network thread only.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Handle = std::function<void(Request, std::shared_ptr<Responder>)>;

  /// `options` and `handle` must outlive the connection.
  Connection(boost::asio::ip::tcp::socket socket, const ServerOptions& options, const Handle& handle);

  /// Ends when the connection is to be closed.
  boost::asio::awaitable<void> run();

  /// The present exchange is the last one; an idle connection ends now.
  void drain();

  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;

  /// What the writing of a response needs to know of its request.
  struct Exchanging {
    AccessRecord record;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    bool keep_alive = false;
    bool http_1_0 = false;
    bool head_only = false;
  };

  // Reading: connection.cpp
  Awaitable<bool> serve_one();
  Awaitable<bool> wait_for_first_byte();
  Awaitable<boost::system::error_code> read(Parser& parser);
  std::optional<HttpError> refusal(const boost::system::error_code& ec, const Parser& parser) const;
  Awaitable<bool> refuse(Exchanging& exchanging, const HttpError& error);
  Awaitable<bool> answer(Exchanging& exchanging, Request request);
  Awaitable<void> linger();
  static void write_log(Exchanging& exchanging, bool complete);

  // Writing: connection_write.cpp
  Awaitable<bool> send_events(Exchanging& exchanging, Exchange& exchange);
  Awaitable<bool> send_response(Exchanging& exchanging, const Response& response);
  Awaitable<bool> send_head(Exchanging& exchanging, const ResponseHead& head);
  Awaitable<bool> send_part(Exchanging& exchanging, const BodyPart& part);
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

  boost::asio::ip::tcp::socket socket_;
  const ServerOptions& options_;
  const Handle& handle_;
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer wake_;  ///< never expires: cancelled when there is something to do
  boost::asio::steady_timer deadline_;
  unsigned deadline_turn_ = 0;  ///< which arm() a firing belongs to
  bool timed_out_ = false;
  bool idle_ = false;  ///< waits for the first byte of a request
  bool draining_ = false;
  bool watching_ = false;  ///< the watch's read is pending
  bool stop_watch_ = false;
  bool peer_gone_ = false;
};

}  // namespace kokoro::server
