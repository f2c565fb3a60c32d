#include "store/transfer.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <string_view>

namespace kokoro::store {
namespace {

struct EasyDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDelete {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One running transfer: what its callbacks share.
struct Transfer {
  CURL* easy = nullptr;
  BodySink* sink = nullptr;
  const CancelToken* cancel = nullptr;
  TransferReply reply;
  std::optional<Error> sink_error;
  bool begun = false;
  std::string error_buffer = std::string(CURL_ERROR_SIZE, '\0');
};

bool is_body(long status) { return status == 200 || status == 206; }

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string header(CURL* easy, const char* name) {
  curl_header* found = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->value;
}

/// "bytes 100-199/200", or "bytes */200".
void read_content_range(std::string_view text, TransferReply& reply) {
  if (!text.starts_with("bytes ")) return;
  text.remove_prefix(6);
  const auto dash = text.find('-');
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return;
  if (dash < slash) reply.range_start = parse_number(text.substr(0, dash));
  reply.total_bytes = parse_number(text.substr(slash + 1));
}

void read_reply(Transfer& state) {
  TransferReply& reply = state.reply;
  reply = {};
  curl_easy_getinfo(state.easy, CURLINFO_RESPONSE_CODE, &reply.status);
  curl_off_t length = -1;
  curl_easy_getinfo(state.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  if (length >= 0) reply.body_bytes = static_cast<std::uint64_t>(length);
  if (reply.status == 200) reply.total_bytes = reply.body_bytes;
  read_content_range(header(state.easy, "Content-Range"), reply);
  reply.etag = header(state.easy, "ETag");
  if (!reply.etag.starts_with('"')) reply.etag.clear();
}

bool begin_body(Transfer& state) {
  state.begun = true;
  read_reply(state);
  if (!is_body(state.reply.status)) return true;
  auto begun = state.sink->begin(state.reply);
  if (!begun) state.sink_error = begun.error();
  return begun.has_value();
}

std::size_t on_data(char* data, std::size_t size, std::size_t count, void* context) {
  auto& state = *static_cast<Transfer*>(context);
  const std::size_t bytes = size * count;
  if (!state.begun && !begin_body(state)) return CURL_WRITEFUNC_ERROR;
  if (!is_body(state.reply.status)) return bytes;  // an error page
  auto taken = state.sink->data({reinterpret_cast<const std::byte*>(data), bytes});
  if (!taken) {
    state.sink_error = taken.error();
    return CURL_WRITEFUNC_ERROR;
  }
  return bytes;
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(context)->cancel->cancelled() ? 1 : 0;
}

void set_options(Transfer& state, const TransferRequest& request, curl_slist* headers) {
  CURL* easy = state.easy;
  const bool plain = request.url.starts_with("http://");
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain ? "http,https" : "https");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, plain ? "http,https" : "https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 10L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 20L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 30L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "kokoro");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, state.error_buffer.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_data);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &state);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &state);
}

TransferFailure status_failure(const Transfer& state, const std::string& url) {
  const long status = state.reply.status;
  TransferFailure failure;
  failure.status = status;
  curl_off_t wait = 0;
  curl_easy_getinfo(state.easy, CURLINFO_RETRY_AFTER, &wait);
  failure.wait = std::chrono::seconds(wait);
  failure.retry = status == 408 || status == 429 || status >= 500;
  Error& error = failure.error;
  error.code = status == 404 || status == 410 ? ErrorCode::not_found : ErrorCode::network;
  if (status == 404 || status == 410) {
    error.message = fmt::format("the server has no {} (HTTP {})", url, status);
    error.hint = "check HF_ENDPOINT if you have set it";
  } else if (status == 401 || status == 403) {
    error.message = fmt::format("the server refuses {} (HTTP {})", url, status);
    error.hint = "a proxy or firewall may be in the way; HF_ENDPOINT can name a mirror";
  } else if (status == 429) {
    error.message = wait > 0
                        ? fmt::format("the server limits downloads (HTTP 429) and asks to wait {} s: {}", wait, url)
                        : fmt::format("the server limits downloads (HTTP 429): {}", url);
    error.hint = "try again later: what has been downloaded is kept";
  } else {
    error.message = fmt::format("the server answered HTTP {} for {}", status, url);
    error.hint = "try again later: what has been downloaded is kept";
  }
  return failure;
}

TransferFailure curl_failure(CURLcode code, const Transfer& state, const std::string& url) {
  const char* detail = state.error_buffer[0] != '\0' ? state.error_buffer.c_str() : curl_easy_strerror(code);
  TransferFailure failure;
  failure.status = state.reply.status;
  failure.error = {ErrorCode::network, fmt::format("cannot download {}: {}", url, detail),
                   "what has been downloaded is kept: run the command again to go on", ""};
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      failure.error.hint = "is this machine online? Behind a proxy, set https_proxy; HF_ENDPOINT can name a mirror";
      failure.retry = true;
      break;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      failure.retry = true;
      break;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      failure.error.hint = "check HF_ENDPOINT: it must be like https://huggingface.co";
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      failure.error.hint = "the server's certificate is not trusted here: install ca-certificates, check the clock";
      break;
    default:
      break;
  }
  return failure;
}

}  // namespace

tl::expected<TransferReply, TransferFailure> transfer(const TransferRequest& request, BodySink& sink,
                                                      const CancelToken& cancel) {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, EasyDelete> easy(kReady == CURLE_OK ? curl_easy_init() : nullptr);
  if (!easy) {
    return tl::unexpected(TransferFailure{{ErrorCode::internal, "libcurl does not start", "", ""}, 0, false, {}});
  }
  std::unique_ptr<curl_slist, ListDelete> headers;
  const auto add = [&](const std::string& line) { headers.reset(curl_slist_append(headers.release(), line.c_str())); };
  // Not CURLOPT_RESUME_FROM: with it, a server that sends the whole file is an error instead of a restart.
  if (request.offset > 0) add(fmt::format("Range: bytes={}-", request.offset));
  if (request.offset > 0 && !request.if_range.empty()) add(fmt::format("If-Range: {}", request.if_range));

  Transfer state;
  state.easy = easy.get();
  state.sink = &sink;
  state.cancel = &cancel;
  set_options(state, request, headers.get());
  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_OK && !state.begun) begin_body(state);
  if (state.sink_error) return tl::unexpected(TransferFailure{*state.sink_error, state.reply.status, false, {}});
  if (cancel.cancelled()) {
    return tl::unexpected(TransferFailure{
        {ErrorCode::cancelled, "the download was stopped", "run the command again to go on", ""}, 0, false, {}});
  }
  if (code != CURLE_OK) return tl::unexpected(curl_failure(code, state, request.url));
  if (!is_body(state.reply.status)) return tl::unexpected(status_failure(state, request.url));
  return state.reply;
}

}  // namespace kokoro::store
