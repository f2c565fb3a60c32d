#include "server/socket/socket_output.hpp"

#include <algorithm>
#include <utility>

#include "server/socket/socket_events.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kFlushSamples = static_cast<std::size_t>(kSampleRateHz) / 5;

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

Result<void> SocketOutput::send(Result<std::string> encoded) {
  if (!encoded) return fail(std::move(encoded.error()));
  if (!encoded->empty() && !listener_->send_audio(std::move(*encoded))) return nobody_listens();
  return {};
}

Result<void> SocketOutput::take(const SpeechChunk& chunk) {
  if (auto started = start(); !started) return started;
  if (!listener_->send_text(timing_event(utterance_, chunk))) return nobody_listens();
  std::span<const float> samples = chunk.audio;
  if (volume_ != 1.0F) {
    louder_.assign(samples.begin(), samples.end());
    std::ranges::transform(louder_, louder_.begin(), [&](float x) { return x * volume_; });
    samples = louder_;
  }
  while (!samples.empty()) {
    const std::size_t now = std::min(samples.size(), kFlushSamples);
    if (auto sent = send(encoder_->append(samples.first(now))); !sent) return sent;
    samples = samples.subspan(now);
  }
  return {};
}

Result<void> SocketOutput::finish(const SpeechSummary& summary) {
  // An utterance without a word has neither a start nor audio.
  if (encoder_) {
    if (auto rest = send(encoder_->finish()); !rest) return rest;
  }
  listener_->send_text(utterance_done_event(utterance_, summary));
  on_over_();
  return {};
}

void SocketOutput::give_up(const HttpError& error) {
  listener_->send_text(socket_error_event(error, utterance_));
  on_over_();
}

}  // namespace kokoro::server
