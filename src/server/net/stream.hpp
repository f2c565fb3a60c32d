#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>
#include <memory>
#include <utility>
#include <variant>

namespace kokoro::server {

using TlsContext = boost::asio::ssl::context;

/// A client's bytes, over TCP or TLS over it, in the form that Asio and Beast expect of a stream. At most one read and
/// one write may be pending. For the network thread only.
class Stream {
 public:
  using executor_type = boost::asio::any_io_executor;
  using next_layer_type = boost::asio::ip::tcp::socket;
  using error_code = boost::system::error_code;

  /// Without `tls` the bytes are plain.
  Stream(next_layer_type socket, const std::shared_ptr<TlsContext>& tls);

  executor_type get_executor() { return next_layer().get_executor(); }
  next_layer_type& next_layer();
  bool encrypted() const { return std::holds_alternative<Tls>(stream_); }

  /// Before the first byte. Nothing to do on a plain stream.
  boost::asio::awaitable<error_code> handshake();
  /// Tells a TLS client that the stream ends here and waits for its answer.
  boost::asio::awaitable<void> say_goodbye();

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          std::visit([&](auto& stream) { stream.async_read_some(into, std::move(handler)); }, stream_);
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          std::visit([&](auto& stream) { stream.async_write_some(from, std::move(handler)); }, stream_);
        },
        token, buffers);
  }

 private:
  using Tls = boost::asio::ssl::stream<next_layer_type>;
  std::variant<next_layer_type, Tls> stream_;
};

/// How Beast ends a WebSocket's stream once both sides have said that they close.
void teardown(boost::beast::role_type role, Stream& stream, boost::system::error_code& ec);

template <class Handler>
void async_teardown(boost::beast::role_type role, Stream& stream, Handler&& handler) {
  boost::system::error_code ec;
  teardown(role, stream, ec);
  boost::asio::post(stream.get_executor(), [handler = std::forward<Handler>(handler), ec]() mutable { handler(ec); });
}

}  // namespace kokoro::server
