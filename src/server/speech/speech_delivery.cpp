#include "server/speech/speech_delivery.hpp"

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

Result<void> SpeechDelivery::expect(double speech_s, double silence_s) {
  return streams() ? Result<void>() : whole_.expect(least_bytes(call_.format, speech_s, silence_s));
}

Result<void> SpeechDelivery::deliver(std::string encoded) {
  if (call_.delivery == Delivery::whole) return whole_.append(encoded);
  if (call_.delivery == Delivery::bytes) {
    responder_.write(std::move(encoded));
  } else if (!encoded.empty()) {
    responder_.write(audio_delta_event(encoded));
  }
  return {};
}

Result<void> SpeechDelivery::take(const SpeechChunk& chunk) {
  if (auto started = start(); !started) return started;
  if (call_.timestamps) responder_.write(timestamps_event(chunk, counter_));
  return encode_pieces(*encoder_, chunk.audio, [this](std::string encoded) -> Result<void> {
    if (responder_.cancelled()) return fail(ErrorCode::cancelled, "the client has gone");
    return deliver(std::move(encoded));
  });
}

Result<void> SpeechDelivery::finish(const SpeechSummary& summary) {
  if (auto started = start(); !started) return started;
  auto rest = encoder_->finish();
  if (!rest) return fail(std::move(rest.error()));
  if (auto delivered = deliver(std::move(*rest)); !delivered) return delivered;
  if (streams()) {
    if (call_.delivery == Delivery::events) responder_.write(audio_done_event(summary));
    responder_.end();
    return {};
  }
  whole_.replace_start(encoder_->final_header());
  responder_.respond({head(), {}, whole_.take()});
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
