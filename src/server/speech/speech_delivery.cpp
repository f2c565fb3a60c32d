#include "server/speech/speech_delivery.hpp"

#include <algorithm>
#include <utility>

#include "server/speech/encode_pieces.hpp"
#include "server/speech/speech_event.hpp"

namespace kokoro::server {
ResponseHead SpeechDelivery::head() const {
  const auto type = call_.delivery == Delivery::events ? kEventStreamType : audio::traits(call_.format).content_type;
  ResponseHead head{200, std::string(type), {{"X-Accel-Buffering", "no"}, {"Cache-Control", "no-store"}}};
  head.headers.insert(head.headers.end(), headers_.begin(), headers_.end());
  return head;
}

Result<void> SpeechDelivery::start() {
  if (encoder_) return {};
  auto made = audio::make_encoder(call_.format, streams() ? audio::Purpose::stream : audio::Purpose::whole);
  if (!made) return fail(std::move(made.error()));
  encoder_ = std::move(*made);
  if (streams()) responder_.begin(head());
  return {};
}

void SpeechDelivery::deliver(std::string encoded) {
  switch (call_.delivery) {
    case Delivery::bytes:
      responder_.write(std::move(encoded));
      break;
    case Delivery::events:
      if (!encoded.empty()) responder_.write(audio_delta_event(encoded));
      break;
    case Delivery::whole:
      whole_ += encoded;
      break;
  }
}

Result<void> SpeechDelivery::take(const SpeechChunk& chunk) {
  if (auto started = start(); !started) return started;
  if (call_.timestamps) responder_.write(timestamps_event(chunk, counter_));
  return encode_pieces(*encoder_, chunk.audio, [this](std::string encoded) -> Result<void> {
    if (responder_.cancelled()) return fail(ErrorCode::cancelled, "the client has gone");
    deliver(std::move(encoded));
    return {};
  });
}

Result<void> SpeechDelivery::finish(const SpeechSummary& summary) {
  if (auto started = start(); !started) return started;
  auto rest = encoder_->finish();
  if (!rest) return fail(std::move(rest.error()));
  deliver(std::move(*rest));
  if (streams()) {
    if (call_.delivery == Delivery::events) responder_.write(audio_done_event(summary));
    responder_.end();
    return {};
  }
  const std::string header = encoder_->final_header();
  std::copy(header.begin(), header.end(), whole_.begin());
  responder_.respond({head(), std::move(whole_)});
  return {};
}

void SpeechDelivery::give_up(const HttpError& error) {
  if (!responder_.begun()) return responder_.respond(error_response(error));
  if (call_.delivery == Delivery::events) responder_.write(error_event(error));
  responder_.abort();
}

std::unique_ptr<SpeechOutput> deliver_audio(const SpeechCall& call, Responder& responder, HeaderList headers) {
  return std::make_unique<SpeechDelivery>(call, responder, std::move(headers));
}

}  // namespace kokoro::server
