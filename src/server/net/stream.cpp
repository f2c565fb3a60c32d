#include "server/net/stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kokoro::server {

namespace asio = boost::asio;
using boost::system::error_code;

Stream::Stream(next_layer_type socket, const std::shared_ptr<TlsContext>& tls) : stream_(std::move(socket)) {
  if (tls) {
    next_layer_type plain = std::get<next_layer_type>(std::move(stream_));
    stream_.emplace<Tls>(std::move(plain), *tls);
  }
}

Stream::next_layer_type& Stream::next_layer() {
  if (auto* tls = std::get_if<Tls>(&stream_)) return tls->next_layer();
  return std::get<next_layer_type>(stream_);
}

asio::awaitable<error_code> Stream::handshake() {
  error_code ec;
  auto* tls = std::get_if<Tls>(&stream_);
  if (tls != nullptr) {
    co_await tls->async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, ec));
  }
  co_return ec;
}

asio::awaitable<void> Stream::say_goodbye() {
  error_code ignored;
  auto* tls = std::get_if<Tls>(&stream_);
  if (tls != nullptr) co_await tls->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
}

void teardown(boost::beast::role_type, Stream& stream, error_code& ec) {
  stream.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
}

}  // namespace kokoro::server
