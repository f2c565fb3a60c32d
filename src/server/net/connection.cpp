#include "server/net/connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "base/log.hpp"
#include "server/http/target.hpp"
#include "server/middleware/request_id.hpp"
#include "server/net/proxy_header.hpp"

namespace kokoro::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 4096;
/// Room for pipelined requests behind the longest header.
constexpr std::size_t kSpareBufferBytes = 64U << 10U;
/// A client that is refused while it sends gets this long to read the answer.
constexpr std::chrono::milliseconds kLingerTime{5000};
/// A body for which there is no memory may come again after this time.
constexpr int kRetryMemoryS = 2;
/// A client of TLS gets this long to answer that the connection ends.
constexpr std::chrono::milliseconds kGoodbyeTime{1000};

std::string to_string(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::optional<std::string_view> client_id(const http::request<http::string_body>& message) {
  const auto found = message.find("X-Request-Id");
  if (found == message.end()) return std::nullopt;
  return std::string_view(found->value().data(), found->value().size());
}

constexpr std::string_view kPlainHttpAnswer =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 31\r\n\r\n"
    "this server speaks https only.\n";

/// A client that sends a request in the clear where TLS is spoken.
bool is_plain_http(const error_code& ec) {
  return ec && std::string_view(ec.message()).find("http request") != std::string_view::npos;
}

asio::ip::address peer_of(const asio::ip::tcp::socket& socket) {
  error_code ignored;
  return socket.remote_endpoint(ignored).address();
}

template <class Message>
Headers headers_of(const Message& message) {
  Headers out;
  for (const auto& field : message) out.add(to_string(field.name_string()), to_string(field.value()));
  return out;
}

/// Beast takes a body that was also compressed for one that is only cut into chunks.
bool is_only_chunked(const Headers& headers) {
  return headers.count("Transfer-Encoding") == 1 &&
         boost::beast::iequals(headers.find("Transfer-Encoding").value_or(""), "chunked");
}

template <class Message>
bool expects_continue(const Message& message) {
  return message.version() >= 11 && boost::beast::iequals(message[http::field::expect], "100-continue");
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, const std::shared_ptr<TlsContext>& tls, const Surroundings& around,
                       bool names_client)
    : stream_(std::move(socket), tls),
      address_(peer_of(stream_.next_layer())),
      names_client_(names_client),
      client_(address_.to_string()),
      options_(around.options),
      callbacks_(around.callbacks),
      memory_(around.memory),
      bodies_(around.bodies),
      buffer_(options_.max_header_bytes + kSpareBufferBytes),
      wake_(stream_.get_executor()),
      deadline_(stream_.get_executor()) {
  error_code ignored;
  stream_.next_layer().set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  bool more = co_await hear_proxy();
  if (more) more = co_await shake_hands();
  while (more) more = co_await serve_one();
  if (!stream_.encrypted() || peer_gone_ || timed_out_) co_return;
  arm(kGoodbyeTime);
  co_await stream_.say_goodbye();
  disarm();
}

/// What the proxy says of its client, before anything else and outside of TLS.
asio::awaitable<bool> Connection::hear_proxy() {
  if (!names_client_) co_return true;
  arm(options_.header_timeout);
  ProxyHeader header;
  error_code ec;
  while (!ec && header.wanted() > 0) {
    std::string bytes(header.wanted(), '\0');
    const auto into = asio::buffer(bytes);
    co_await asio::async_read(stream_.next_layer(), into, asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) header.take(bytes);
  }
  disarm();
  if (!ec && header.valid()) {
    if (!header.client().empty()) client_ = header.client();
    co_return true;
  }
  log::info("{}: a connection of a trusted proxy did not begin with the PROXY protocol", client_);
  co_return false;
}

asio::awaitable<bool> Connection::shake_hands() {
  if (!stream_.encrypted()) co_return true;
  arm(options_.header_timeout);
  const error_code ec = co_await stream_.handshake();
  disarm();
  if (ec) {
    log::info("{}: no TLS connection: {}", client_, timed_out_ ? "the handshake took too long" : ec.message());
  }
  if (is_plain_http(ec)) {
    const auto bytes = asio::buffer(kPlainHttpAnswer);
    error_code ignored;
    co_await asio::async_write(stream_.next_layer(), bytes, asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return !ec;
}

void Connection::drain() {
  draining_ = true;
  if (idle_) stream_.next_layer().cancel();
  if (web_socket_) web_socket_->drain();
}

void Connection::close() {
  disarm();
  error_code ignored;
  stream_.next_layer().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.next_layer().close(ignored);
}

void Connection::break_off() {
  peer_gone_ = true;
  close();
  wake_.cancel();
}

asio::awaitable<bool> Connection::wait_for_first_byte() {
  error_code ec;
  skip_empty_line();
  while (buffer_.size() == 0 && !draining_ && !ec) {
    idle_ = true;
    idle_since_ = std::chrono::steady_clock::now();
    arm(options_.idle_timeout);
    const auto space = buffer_.prepare(kReadBytes);
    const std::size_t n = co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, ec));
    disarm();
    idle_ = false;
    buffer_.commit(n);
    skip_empty_line();
  }
  co_return buffer_.size() > 0 && !draining_ && !ec;
}

/// Some clients end a body with an empty line that belongs to nothing (RFC 9112, section 2.2).
void Connection::skip_empty_line() {
  const auto* bytes = static_cast<const char*>(buffer_.data().data());
  if (buffer_.size() >= 2 && bytes[0] == '\r' && bytes[1] == '\n') buffer_.consume(2);
}

asio::awaitable<error_code> Connection::read_head(Parser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(options_.max_header_bytes));
  parser.body_limit(options_.max_body_bytes);
  error_code ec;
  arm(options_.header_timeout);
  co_await http::async_read_header(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, ec));
  disarm();
  co_return ec;
}

asio::awaitable<error_code> Connection::read_body(Parser& parser) {
  error_code ec;
  if (parser.is_done()) co_return ec;
  arm(options_.body_timeout);
  if (expects_continue(parser.get())) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto bytes = asio::buffer(kContinue);
    co_await asio::async_write(stream_, bytes, asio::redirect_error(asio::use_awaitable, ec));
  }
  if (!ec) co_await http::async_read(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, ec));
  disarm();
  co_return ec;
}

/// Nothing where there is nobody left to tell.
std::optional<HttpError> Connection::refusal(const error_code& ec, const Parser& parser) const {
  const auto text = [](auto value) { return std::to_string(value); };
  if (timed_out_) {
    return make_http_error(408, "request_timeout",
                           parser.is_header_done() ? "the body of the request did not come in time"
                                                   : "the header of the request did not come in time");
  }
  if (ec == http::error::body_limit) {
    return make_http_error(413, "too_large",
                           "the body is too large: at most " + text(options_.max_body_bytes) + " bytes are allowed");
  }
  if (ec == http::error::header_limit || ec == http::error::buffer_overflow) {
    return make_http_error(
        431, "header_too_large",
        "the header is too large: at most " + text(options_.max_header_bytes) + " bytes are allowed");
  }
  const bool malformed = ec.category() == http::make_error_code(http::error::bad_value).category();
  if (!malformed || ec == http::error::end_of_stream || ec == http::error::partial_message) return std::nullopt;
  return make_http_error(400, "malformed_request", "the request is not valid HTTP: " + ec.message());
}

/// Fills in what is known of the request, which may be no more than its peer.
Request Connection::describe(Parser& parser, Exchanging& exchanging) {
  Request request;
  request.client = exchanging.record.client = client_;
  exchanging.record.method = exchanging.record.path = "-";
  if (!parser.is_header_done()) {
    request.id = exchanging.record.request_id = request_id(std::nullopt);
    return request;
  }
  auto& message = parser.get();
  request.id = exchanging.record.request_id = request_id(client_id(message));
  request.method = exchanging.record.method = to_string(message.method_string());
  request.headers = headers_of(message);
  request.wants_web_socket = boost::beast::websocket::is_upgrade(message);
  if (callbacks_.address) request.client = exchanging.record.client = callbacks_.address(request);
  exchanging.record.user_agent = request.headers.find("User-Agent").value_or("");
  exchanging.keep_alive = message.keep_alive();
  exchanging.http_1_0 = message.version() < 11;
  exchanging.head_only = request.method == "HEAD";
  if (callbacks_.headers) exchanging.headers = callbacks_.headers(request);
  return request;
}

/// What makes a head that is HTTP no request; fills in its target.
std::optional<HttpError> Connection::wrong_head(const Parser& parser, Request& request, Exchanging& exchanging) const {
  const auto malformed = [](const std::string& message) { return make_http_error(400, "malformed_request", message); };
  const auto& message = parser.get();
  if (request.headers.find("Transfer-Encoding") && (!parser.chunked() || !is_only_chunked(request.headers))) {
    return malformed("of the transfer encodings only chunked is supported");
  }
  const std::size_t hosts = request.headers.count("Host");
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return malformed("a request must have one Host header");
  const std::string target_text = to_string(message.target());
  auto target = parse_target(target_text);
  if (!target) return malformed(target.error().message);
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  exchanging.record.path = target_text.substr(0, target_text.find('?'));
  return std::nullopt;
}

/// Whom the callbacks do not let in, and bodies for which there is no memory.
std::optional<Response> Connection::not_admitted(const Parser& parser, Request& request) {
  if (callbacks_.admit) {
    if (auto answer = callbacks_.admit(request)) return answer;
  }
  if (parser.is_done()) return std::nullopt;
  const std::size_t bytes =
      std::min<std::uint64_t>(parser.content_length().value_or(options_.max_body_bytes), options_.max_body_bytes);
  request.memory = std::make_shared<MemoryShare>(memory_);
  const auto body = std::make_shared<ClientBodies::Share>();
  const bool room = request.memory->grow_to(bytes);
  if (room && body->take(bodies_, request.client, bytes)) {
    body_ = body;
    return std::nullopt;
  }
  HttpError error = make_http_error(503, room ? "too_many_bodies" : "out_of_memory",
                                    room ? "too many long bodies of this client are being read already"
                                         : "the server has no memory left for the body");
  error.retry_after_s = kRetryMemoryS;
  return error_response(error);
}

asio::awaitable<bool> Connection::serve_one() {
  if (!co_await wait_for_first_byte()) co_return false;
  Exchanging exchanging;
  Parser parser;
  error_code ec = co_await read_head(parser);
  Request request = describe(parser, exchanging);
  if (!ec) {
    if (const auto error = wrong_head(parser, request, exchanging)) {
      co_return co_await refuse(exchanging, error_response(*error));
    }
    if (auto answer = not_admitted(parser, request)) {
      // Where no body follows the next request is found.
      co_return co_await refuse(exchanging, std::move(*answer), parser.is_done());
    }
    ec = co_await read_body(parser);
    body_.reset();
  }
  if (ec) {
    const auto error = refusal(ec, parser);
    if (!error) co_return false;
    co_return co_await refuse(exchanging, error_response(*error));
  }
  if (request.wants_web_socket && buffer_.size() > 0) {
    const auto error = make_http_error(400, "malformed_request", "bytes follow before the WebSocket was accepted");
    co_return co_await refuse(exchanging, error_response(error));
  }
  request.body = std::move(parser.get().body());
  if (request.wants_web_socket) exchanging.upgrade = parser.release();
  co_return co_await answer(exchanging, std::move(request));
}

asio::awaitable<bool> Connection::answer(Exchanging& exchanging, Request request) {
  const auto exchange = std::make_shared<Exchange>(&memory_);
  exchange->set_notify([weak = weak_from_this(), executor = stream_.get_executor()] {
    asio::post(executor, [weak] {
      if (const auto self = weak.lock()) self->wake_.cancel();
    });
  });
  // The bytes behind an upgrade belong to the WebSocket.
  if (!exchanging.upgrade) watch(exchange);
  callbacks_.handle(std::move(request), std::make_shared<Responder>(exchange));
  const bool finished = co_await send_events(exchanging, *exchange);
  exchange->client_gone();
  write_log(exchanging, finished);
  co_await stop_watching();
  co_return finished&& exchanging.keep_alive && !peer_gone_;
}

asio::awaitable<bool> Connection::refuse(Exchanging& exchanging, Response response, bool keep_alive) {
  exchanging.keep_alive = exchanging.keep_alive && keep_alive;
  const bool sent = co_await send_response(exchanging, response);
  write_log(exchanging, sent);
  if (sent && exchanging.keep_alive) co_return true;
  if (sent) co_await linger();
  co_return false;
}

void Connection::write_log(Exchanging& exchanging, bool complete) {
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - exchanging.start;
  exchanging.record.seconds = taken.count();
  exchanging.record.complete = complete;
  if (callbacks_.log) callbacks_.log(exchanging.record);
}

/// Closing while the client still sends would destroy the answer before it is read.
asio::awaitable<void> Connection::linger() {
  error_code ec;
  if (!stream_.encrypted()) stream_.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  arm(kLingerTime);
  buffer_.clear();
  while (!ec) {
    const auto space = buffer_.prepare(kSpareBufferBytes);
    co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, ec));
  }
  disarm();
}

void Connection::arm(std::chrono::milliseconds limit) {
  timed_out_ = false;
  expire_after(limit, ++deadline_turn_);
}

void Connection::disarm() {
  ++deadline_turn_;
  deadline_.cancel();
}

void Connection::expire_after(std::chrono::milliseconds limit, unsigned turn) {
  deadline_.expires_after(limit);
  deadline_.async_wait([weak = weak_from_this(), turn](const error_code& ec) {
    const auto self = weak.lock();
    if (ec || !self || self->deadline_turn_ != turn) return;
    self->timed_out_ = true;
    error_code ignored;
    self->stream_.next_layer().cancel(ignored);
    self->expire_after(kCancelAgain, turn);
  });
}

}  // namespace kokoro::server
