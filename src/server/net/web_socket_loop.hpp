#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/http/web_socket.hpp"
#include "server/net/net_options.hpp"
#include "server/net/stream.hpp"

namespace kokoro::server {

/// A connection after it has become a WebSocket: hands messages to the session and writes what it sends, answers and
/// sends pings. For the network thread only.
class WebSocketLoop : public std::enable_shared_from_this<WebSocketLoop> {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using HeaderList = std::vector<std::pair<std::string, std::string>>;

  /// `stream` and `options` must outlive this.
  WebSocketLoop(Stream& stream, const NetOptions& options, std::shared_ptr<WebSocketSession> session);
  ~WebSocketLoop();
  WebSocketLoop(const WebSocketLoop&) = delete;
  WebSocketLoop& operator=(const WebSocketLoop&) = delete;

  /// Accepts with `headers` in the response and ends when the WebSocket is closed or lost. True: closed by both.
  boost::asio::awaitable<bool> run(Request request, HeaderList headers);

  void drain() { session_->on_drain(); }
  std::uint64_t bytes_sent() const { return bytes_sent_; }
  /// Since when neither side has said anything; nothing while something is being said.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const {
    return session_->busy() ? std::nullopt : std::optional(active_at_);
  }

 private:
  void set_options(HeaderList headers);
  void read_next();
  void watch_silence();
  boost::asio::awaitable<bool> write_events();
  boost::asio::awaitable<bool> write(const WebSocketMessage& message);
  boost::asio::awaitable<void> sleep_until_woken();

  boost::beast::websocket::stream<Stream&> web_socket_;
  const NetOptions& options_;
  std::shared_ptr<WebSocketSession> session_;
  std::shared_ptr<WebSocket> outgoing_ = std::make_shared<WebSocket>();
  boost::beast::flat_buffer buffer_;
  /// Shared with what other threads have posted. Cancelled when there is something to do, else never expires.
  std::shared_ptr<boost::asio::steady_timer> wake_;
  boost::asio::steady_timer write_deadline_;
  boost::asio::steady_timer silence_;
  std::chrono::steady_clock::time_point active_at_ = std::chrono::steady_clock::now();
  unsigned write_turn_ = 0;  ///< which write a firing of the deadline belongs to
  std::uint64_t bytes_sent_ = 0;
  bool reading_ = false;
  bool gone_ = false;
};

}  // namespace kokoro::server
