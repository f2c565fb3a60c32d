#include "server/openai/speech_delivery.hpp"

#include <algorithm>
#include <utility>

namespace kokoro::server {

ResponseHead SpeechDelivery::head() const {
  return {200,
          std::string(audio::traits(call_.format).content_type),
          {{"X-Accel-Buffering", "no"}, {"Cache-Control", "no-store"}}};
}

Result<void> SpeechDelivery::start() {
  if (encoder_) return {};
  auto made = audio::make_encoder(call_.format);
  if (!made) return fail(std::move(made.error()));
  encoder_ = std::move(*made);
  if (call_.stream) responder_.begin(head());
  return {};
}

Result<void> SpeechDelivery::deliver(Result<std::string> encoded) {
  if (!encoded) return fail(std::move(encoded.error()));
  if (call_.stream) {
    responder_.write(std::move(*encoded));
  } else {
    whole_ += *encoded;
  }
  return {};
}

Result<void> SpeechDelivery::take(std::span<const float> samples) {
  if (responder_.cancelled()) return fail(ErrorCode::cancelled, "the client has gone");
  if (auto started = start(); !started) return started;
  if (call_.volume != 1.0F) {
    louder_.assign(samples.begin(), samples.end());
    std::transform(louder_.begin(), louder_.end(), louder_.begin(), [&](float x) { return x * call_.volume; });
    samples = louder_;
  }
  return deliver(encoder_->append(samples));
}

Result<void> SpeechDelivery::finish() {
  if (auto started = start(); !started) return started;
  if (auto rest = deliver(encoder_->finish()); !rest) return rest;
  if (call_.stream) {
    responder_.end();
    return {};
  }
  const std::string header = encoder_->final_header();
  std::copy(header.begin(), header.end(), whole_.begin());
  responder_.respond({head(), std::move(whole_)});
  return {};
}

}  // namespace kokoro::server
