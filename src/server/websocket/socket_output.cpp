#include "server/websocket/socket_output.hpp"

#include <utility>

#include "server/speech/encode_pieces.hpp"
#include "server/websocket/socket_events.hpp"

namespace kokoro::server {
namespace {

tl::unexpected<Error> nobody_listens() { return fail(ErrorCode::cancelled, "nobody listens any more"); }

}  // namespace

Result<void> SocketOutput::start() {
  if (encoder_) return {};
  auto made = audio::make_encoder(format_, audio::Purpose::stream);
  if (!made) return fail(std::move(made.error()));
  encoder_ = std::move(*made);
  if (!listener_->send_text(audio_start_event(utterance_, format_))) return nobody_listens();
  return {};
}

Result<void> SocketOutput::send(std::string encoded) {
  if (!encoded.empty() && !listener_->send_audio(std::move(encoded))) return nobody_listens();
  return {};
}

Result<void> SocketOutput::take(const SpeechChunk& chunk) {
  if (auto started = start(); !started) return started;
  if (!listener_->send_text(timing_event(utterance_, chunk))) return nobody_listens();
  return encode_pieces(*encoder_, chunk.audio, [this](std::string encoded) { return send(std::move(encoded)); });
}

Result<void> SocketOutput::finish(const SpeechSummary& summary) {
  // An utterance without a word has neither a start nor audio.
  if (encoder_) {
    auto rest = encoder_->finish();
    if (!rest) return fail(std::move(rest.error()));
    if (auto sent = send(std::move(*rest)); !sent) return sent;
  }
  listener_->send_text(utterance_done_event(utterance_, summary));
  return {};
}

void SocketOutput::give_up(const HttpError& error) { listener_->send_text(socket_error_event(error, utterance_)); }

}  // namespace kokoro::server
