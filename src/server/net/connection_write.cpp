#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/net/connection.hpp"

namespace kokoro::server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// One write's size: every write that makes progress starts the time limit anew.
constexpr std::size_t kWriteBytes = 256U << 10U;
constexpr std::size_t kReadBytes = 4096;
/// More than this of a pipelined request is left in the socket; then a client's end is noticed at the next write only.
constexpr std::size_t kMaxReadAhead = 48U << 10U;

}  // namespace

asio::awaitable<bool> Connection::send_events(Exchanging& exchanging, Exchange& exchange) {
  while (!peer_gone_) {
    auto event = exchange.take();
    if (!event) {
      co_await sleep_until_woken();
      continue;
    }
    if (const auto* response = std::get_if<Response>(&*event)) {
      co_return co_await send_response(exchanging, *response);
    }
    if (const auto* upgrade = std::get_if<Upgrade>(&*event)) {
      co_return co_await go_on_as_web_socket(exchanging, *upgrade);
    }
    if (const auto* end = std::get_if<BodyEnd>(&*event)) {
      if (!end->complete && exchanging.http_1_0) reset_on_close();
      if (!end->complete) co_return false;
      if (exchanging.http_1_0) co_return true;
      co_return co_await send(kLastChunk);
    }
    bool sent = false;
    if (const auto* head = std::get_if<ResponseHead>(&*event)) {
      sent = co_await send_head(exchanging, *head);
    } else {
      sent = co_await send_part(exchanging, std::get<BodyPart>(*event));
    }
    if (!sent) co_return false;
  }
  co_return false;
}

void Connection::note_head(Exchanging& exchanging) {
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - exchanging.start;
  exchanging.record.first_byte_seconds = taken.count();
}

asio::awaitable<bool> Connection::send_response(Exchanging& exchanging, const Response& response) {
  exchanging.keep_alive = exchanging.keep_alive && !draining_;
  exchanging.record.status = response.head.status;
  note_head(exchanging);
  const std::string_view body = response.bytes();
  const HeadContext context{.request_id = exchanging.record.request_id,
                            .extra = exchanging.headers,
                            .framing = Framing::length,
                            .content_length = body.size(),
                            .keep_alive = exchanging.keep_alive};
  std::string bytes = encode_head(response.head, context);
  if (exchanging.head_only) co_return co_await send(bytes);
  exchanging.record.body_bytes = body.size();
  if (body.size() < kWriteBytes) {
    bytes += body;
    co_return co_await send(bytes);
  }
  const bool head_sent = co_await send(bytes);
  if (!head_sent) co_return false;
  co_return co_await send(body);
}

asio::awaitable<bool> Connection::send_head(Exchanging& exchanging, const ResponseHead& head) {
  exchanging.keep_alive = exchanging.keep_alive && !draining_ && !exchanging.http_1_0;
  exchanging.record.status = head.status;
  note_head(exchanging);
  const HeadContext context{.request_id = exchanging.record.request_id,
                            .extra = exchanging.headers,
                            .framing = exchanging.http_1_0 ? Framing::close : Framing::chunked,
                            .keep_alive = exchanging.keep_alive};
  const std::string bytes = encode_head(head, context);
  co_return co_await send(bytes);
}

asio::awaitable<bool> Connection::go_on_as_web_socket(Exchanging& exchanging, const Upgrade& upgrade) {
  exchanging.keep_alive = false;
  exchanging.record.status = 101;
  auto headers = std::move(exchanging.headers);
  headers.emplace_back("X-Request-Id", exchanging.record.request_id);
  web_socket_ = std::make_shared<WebSocketLoop>(stream_, options_, upgrade.session);
  if (draining_) web_socket_->drain();
  const bool closed = co_await web_socket_->run(std::move(*exchanging.upgrade), std::move(headers));
  exchanging.record.body_bytes = web_socket_->bytes_sent();
  web_socket_.reset();
  co_return closed;
}

asio::awaitable<bool> Connection::send_part(Exchanging& exchanging, const BodyPart& part) {
  exchanging.record.body_bytes += part.bytes.size();
  if (exchanging.http_1_0) co_return co_await send(part.bytes);
  std::string framed = chunk_prefix(part.bytes.size());
  framed += part.bytes;
  framed += kChunkEnd;
  co_return co_await send(framed);
}

asio::awaitable<bool> Connection::send(std::string_view bytes) {
  error_code ec;
  while (!bytes.empty() && !ec && !peer_gone_) {
    arm(options_.write_timeout);
    const auto piece = asio::buffer(bytes.data(), std::min(bytes.size(), kWriteBytes));
    const std::size_t n = co_await stream_.async_write_some(piece, asio::redirect_error(asio::use_awaitable, ec));
    bytes.remove_prefix(n);
  }
  disarm();
  co_return bytes.empty() && !ec;
}

/// Without chunks only a reset tells the client that the body is not complete.
void Connection::reset_on_close() {
  error_code ignored;
  stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
  stream_.next_layer().close(ignored);
}

void Connection::watch(std::shared_ptr<Exchange> exchange) {
  if (buffer_.size() > kMaxReadAhead) return;
  watching_ = true;
  const auto space = buffer_.prepare(kReadBytes);
  stream_.async_read_some(
      space, [self = shared_from_this(), exchange = std::move(exchange)](const error_code& ec, std::size_t n) mutable {
        self->watching_ = false;
        self->buffer_.commit(n);
        if (!ec && !self->stop_watch_) return self->watch(std::move(exchange));
        if (ec && ec != asio::error::operation_aborted) {
          self->peer_gone_ = true;
          exchange->client_gone();
        }
        self->wake_.cancel();
      });
}

asio::awaitable<void> Connection::stop_watching() {
  stop_watch_ = true;
  error_code ignored;
  while (watching_) {
    stream_.next_layer().cancel(ignored);
    wake_.expires_after(kCancelAgain);
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  stop_watch_ = false;
}

asio::awaitable<void> Connection::sleep_until_woken() {
  error_code ignored;
  wake_.expires_at(asio::steady_timer::time_point::max());
  co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace kokoro::server
