#include "server/net/web_socket_loop.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kokoro::server {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t kMaxMessageBytes = 256U << 10U;
/// Audio goes out in frames of at most this size, so that events are not held up by it.
constexpr std::size_t kWriteBytes = 64U << 10U;
constexpr std::size_t kMaxReasonBytes = 123;
constexpr int kGoingAway = 1001;

}  // namespace

WebSocketLoop::WebSocketLoop(Stream& stream, const NetOptions& options, std::shared_ptr<WebSocketSession> session)
    : web_socket_(stream),
      options_(options),
      session_(std::move(session)),
      wake_(std::make_shared<asio::steady_timer>(stream.get_executor())),
      write_deadline_(stream.get_executor()),
      silence_(stream.get_executor()) {}

WebSocketLoop::~WebSocketLoop() {
  outgoing_->client_gone();
  session_->on_gone();
}

void WebSocketLoop::set_options(HeaderList headers) {
  websocket::stream_base::timeout limits{};
  limits.handshake_timeout = options_.header_timeout;
  limits.idle_timeout = options_.idle_timeout;  // half of it: a ping, all of it without any answer: the end
  limits.keep_alive_pings = true;
  web_socket_.set_option(limits);
  web_socket_.set_option(websocket::stream_base::decorator([headers = std::move(headers)](auto& response) {
    for (const auto& [name, value] : headers) response.set(name, value);
  }));
  web_socket_.read_message_max(kMaxMessageBytes);
  web_socket_.write_buffer_bytes(kWriteBytes);
}

asio::awaitable<bool> WebSocketLoop::run(Request request, HeaderList headers) {
  error_code ec;
  set_options(std::move(headers));
  co_await web_socket_.async_accept(request, asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return false;
  outgoing_->set_notify(
      [wake = wake_, executor = wake_->get_executor()] { asio::post(executor, [wake] { wake->cancel(); }); });
  session_->on_open(outgoing_);
  watch_silence();
  read_next();
  const bool closed = co_await write_events();
  outgoing_->client_gone();
  silence_.cancel();
  // The pending read refers to this object.
  web_socket_.next_layer().next_layer().cancel(ec);
  if (!closed) web_socket_.next_layer().next_layer().close(ec);
  while (reading_) co_await sleep_until_woken();
  co_return closed;
}

/// Pings keep a connection open, but not one on which nobody says anything.
void WebSocketLoop::watch_silence() {
  silence_.expires_at(active_at_ + options_.socket_idle_timeout);
  silence_.async_wait([weak = weak_from_this()](const error_code& stopped) {
    const auto self = weak.lock();
    if (stopped || !self) return;
    const auto now = std::chrono::steady_clock::now();
    if (self->session_->busy()) self->active_at_ = now;
    if (now - self->active_at_ < self->options_.socket_idle_timeout) return self->watch_silence();
    self->outgoing_->close(kGoingAway, "nothing was said for too long");
  });
}

void WebSocketLoop::read_next() {
  reading_ = true;
  web_socket_.async_read(buffer_, [this](const error_code& ec, std::size_t) {
    reading_ = false;
    if (ec) {
      gone_ = true;
      wake_->cancel();
      return;
    }
    active_at_ = std::chrono::steady_clock::now();
    const auto data = buffer_.cdata();
    WebSocketMessage message{web_socket_.got_binary(), std::string(static_cast<const char*>(data.data()), data.size())};
    buffer_.consume(buffer_.size());
    session_->on_message(std::move(message));
    read_next();
  });
}

/// True once both sides have closed.
asio::awaitable<bool> WebSocketLoop::write_events() {
  while (!gone_) {
    auto event = outgoing_->take();
    if (!event) {
      co_await sleep_until_woken();
      continue;
    }
    if (const auto* end = std::get_if<WebSocketClose>(&*event)) {
      error_code ec;
      const websocket::close_reason reason(static_cast<websocket::close_code>(end->code),
                                           end->reason.substr(0, kMaxReasonBytes));
      co_await web_socket_.async_close(reason, asio::redirect_error(asio::use_awaitable, ec));
      co_return !ec;
    }
    const bool written = co_await write(std::get<WebSocketMessage>(*event));
    if (!written) co_return false;
    session_->on_sent();
  }
  co_return web_socket_.reason().code != websocket::close_code::none;
}

asio::awaitable<bool> WebSocketLoop::write(const WebSocketMessage& message) {
  error_code ec;
  write_deadline_.expires_after(options_.write_timeout);
  write_deadline_.async_wait([weak = weak_from_this(), turn = ++write_turn_](const error_code& stopped) {
    const auto self = weak.lock();
    error_code ignored;
    if (!stopped && self && self->write_turn_ == turn) self->web_socket_.next_layer().next_layer().close(ignored);
  });
  web_socket_.binary(message.binary);
  co_await web_socket_.async_write(asio::buffer(message.bytes), asio::redirect_error(asio::use_awaitable, ec));
  ++write_turn_;
  write_deadline_.cancel();
  active_at_ = std::chrono::steady_clock::now();
  bytes_sent_ += message.bytes.size();
  co_return !ec;
}

asio::awaitable<void> WebSocketLoop::sleep_until_woken() {
  error_code ignored;
  wake_->expires_at(asio::steady_timer::time_point::max());
  co_await wake_->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace kokoro::server
