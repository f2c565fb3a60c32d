#include "server/speech/captioned_output.hpp"

#include <fmt/format.h>

#include <utility>

#include "server/json/base64.hpp"
#include "server/json/json.hpp"
#include "server/schema/route.hpp"

namespace kokoro::server {
namespace {

/// Bytes of base64 for a byte.
constexpr double kOfBase64 = 4.0 / 3;

std::string to_json_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(text.data(), text.size()));
}

void append_item(std::string& list, const std::string& item) { list.append(list.empty() ? "" : ",").append(item); }

ResponseHead make_head(std::string_view type, const HeaderList& headers) {
  ResponseHead head{200, std::string(type), {{"X-Accel-Buffering", "no"}, {"Cache-Control", "no-store"}}};
  head.headers.insert(head.headers.end(), headers.begin(), headers.end());
  return head;
}

/// Tells of the error as far as it still can be told: `line` before the body breaks off.
void break_off(Responder& responder, const HttpError& error, std::string line) {
  if (!responder.begun()) return responder.respond(error_response(error));
  responder.write(std::move(line));
  responder.abort();
}

}  // namespace

CaptionedOutput::CaptionedOutput(const SpeechCall& call, Responder& responder, bool timestamps, HeaderList headers)
    : call_(call),
      responder_(responder),
      timestamps_(timestamps),
      headers_(std::move(headers)),
      whole_(responder, call.max_answer_bytes) {}

Result<void> CaptionedOutput::expect(double speech_s, double silence_s) {
  if (call_.delivery != Delivery::whole) return {};
  return whole_.expect(kOfBase64 * least_bytes(call_.format, speech_s, silence_s));
}

Result<void> CaptionedOutput::start() {
  if (encoder_) return {};
  const bool whole = call_.delivery == Delivery::whole;
  auto made = audio::make_encoder(call_.format, whole ? audio::Purpose::whole : audio::Purpose::stream);
  if (!made) return fail(std::move(made.error()));
  encoder_ = std::move(*made);
  if (!whole) responder_.begin(make_head(kJsonLinesType, headers_));
  return {};
}

std::string CaptionedOutput::object(std::string_view audio) {
  const std::string marks = marks_.empty() ? "" : fmt::format(",\"marks\":[{}]", std::exchange(marks_, {}));
  return fmt::format("{{\"audio\":\"{}\",\"audio_format\":\"{}\",\"timestamps\":[{}]{}}}", to_base64(audio),
                     audio::traits(call_.format).content_type, std::exchange(times_, {}), marks);
}

/// Times wait for audio that they can go with.
void CaptionedOutput::write_line(std::string_view audio) {
  if (!audio.empty()) responder_.write(object(audio) + "\n");
}

Result<void> CaptionedOutput::take(const SpeechChunk& chunk) {
  if (auto started = start(); !started) return started;
  if (responder_.cancelled()) return fail(ErrorCode::cancelled, "the client has gone");
  const std::string voice = call_.speech.voice_tags ? ",\"voice\":" + to_json_text(chunk.voice) : "";
  for (const auto& word : chunk.words) {
    if (!timestamps_) break;
    append_item(times_, fmt::format("{{\"word\":{},\"start_time\":{:.3f},\"end_time\":{:.3f}{}}}",
                                    to_json_text(word.word), word.start_s, word.end_s, voice));
  }
  for (const auto& mark : chunk.marks) {
    append_item(marks_, fmt::format("{{\"name\":{},\"time\":{:.3f}}}", to_json_text(mark.name), mark.time_s));
  }
  auto bytes = encoder_->append(chunk.audio);
  if (!bytes) return fail(std::move(bytes.error()));
  if (call_.delivery == Delivery::whole) return whole_.append(*bytes);
  write_line(*bytes);
  return {};
}

Result<void> CaptionedOutput::finish(const SpeechSummary&) {
  if (auto started = start(); !started) return started;
  auto bytes = encoder_->finish();
  if (!bytes) return fail(std::move(bytes.error()));
  if (call_.delivery != Delivery::whole) {
    if (!bytes->empty() || !times_.empty() || !marks_.empty()) responder_.write(object(*bytes) + "\n");
    responder_.end();
    return {};
  }
  if (auto taken = whole_.append(*bytes); !taken) return taken;
  whole_.replace_start(encoder_->final_header());
  const std::string body = object(whole_.bytes()) + "\n";
  AnswerBuffer answer(responder_, call_.max_answer_bytes);
  if (auto taken = answer.append(body); !taken) return taken;
  responder_.respond({make_head("application/json", headers_), {}, answer.take()});
  return {};
}

void CaptionedOutput::give_up(const HttpError& error) {
  break_off(responder_, error, boost::json::serialize(error_members(error)) + "\n");
}

CaptionDocument::CaptionDocument(const SpeechCall& call, Responder& responder, audio::CaptionFormat format,
                                 HeaderList headers)
    : call_(call),
      responder_(responder),
      head_(make_head(format == audio::CaptionFormat::srt ? "application/x-subrip" : "text/vtt", headers)),
      writer_(format, audio::hide_markup(call.speech.text, call.speech.format)) {}

Result<void> CaptionDocument::take(const SpeechChunk& chunk) {
  if (responder_.cancelled()) return fail(ErrorCode::cancelled, "the client has gone");
  std::string captions = writer_.append(chunk.words);
  if (call_.delivery == Delivery::whole) {
    whole_ += captions;
    return {};
  }
  if (!responder_.begun()) responder_.begin(head_);
  responder_.write(std::move(captions));
  return {};
}

Result<void> CaptionDocument::finish(const SpeechSummary&) {
  if (call_.delivery == Delivery::whole) {
    responder_.respond({head_, whole_ + writer_.finish()});
    return {};
  }
  if (!responder_.begun()) responder_.begin(head_);
  responder_.write(writer_.finish());
  responder_.end();
  return {};
}

void CaptionDocument::give_up(const HttpError& error) { break_off(responder_, error, ""); }

}  // namespace kokoro::server
