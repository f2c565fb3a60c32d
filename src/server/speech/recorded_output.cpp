#include "server/speech/recorded_output.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {

RecordedOutput::RecordedOutput(const SpeechCall& call, DownloadStore& store, const MakeInner& make_inner) {
  HeaderList headers;
  if (auto opened = open(call, store); !opened) {
    stop_recording(opened.error());
    headers.emplace_back("X-Download-Status", "unavailable");
  } else {
    headers.emplace_back("X-Download-Path", "/download/" + audio_->name());
    if (timing_) headers.emplace_back("X-Timing-Path", "/download/" + timing_->name());
  }
  inner_ = make_inner(std::move(headers));
}

Result<void> RecordedOutput::open(const SpeechCall& call, DownloadStore& store) {
  const auto& traits = audio::traits(*call.download);
  auto encoder = audio::make_encoder(traits.format, audio::Purpose::whole);
  if (!encoder) return fail(std::move(encoder.error()));
  encoder_ = std::move(*encoder);
  const std::string name = DownloadStore::make_name(traits.extension);
  auto draft = store.create(name, std::string(traits.content_type));
  if (!draft) return fail(std::move(draft.error()));
  audio_ = std::move(*draft);
  if (!call.timing_file) return {};
  auto timing = store.create(name + ".json", "application/json");
  if (!timing) return fail(std::move(timing.error()));
  timing_ = std::move(*timing);
  return {};
}

void RecordedOutput::stop_recording(const Error& why) {
  log::warning("a download cannot be kept: {}", why.message);
  audio_.reset();
  timing_.reset();
  encoder_.reset();
}

Result<void> RecordedOutput::record(const SpeechChunk& chunk) {
  auto bytes = encoder_->append(chunk.audio);
  if (!bytes) return fail(std::move(bytes.error()));
  if (timing_) {
    const double end_s = chunk.start_s + static_cast<double>(chunk.audio.size()) / kSampleRateHz;
    timing_entries_ +=
        fmt::format("{}{{\"text\":{},\"start\":{:.3f},\"end\":{:.3f}}}", timing_entries_.empty() ? "" : ",",
                    boost::json::serialize(boost::json::string(chunk.source.text)), chunk.start_s, end_s);
  }
  return audio_->append(*bytes);
}

Result<void> RecordedOutput::take(const SpeechChunk& chunk) {
  if (audio_) {
    if (auto recorded = record(chunk); !recorded) stop_recording(recorded.error());
  }
  return inner_->take(chunk);
}

Result<void> RecordedOutput::complete() {
  auto bytes = encoder_->finish();
  if (!bytes) return fail(std::move(bytes.error()));
  if (auto written = audio_->append(*bytes); !written) return written;
  if (auto written = audio_->write_start(encoder_->final_header()); !written) return written;
  audio_->commit();
  if (!timing_) return {};
  if (auto written = timing_->append("{\"chunks\":[" + timing_entries_ + "]}\n"); !written) return written;
  timing_->commit();
  return {};
}

Result<void> RecordedOutput::finish(const SpeechSummary& summary) {
  // First: whoever has read the response to its end may fetch the copy.
  if (audio_) {
    if (auto completed = complete(); !completed) stop_recording(completed.error());
  }
  return inner_->finish(summary);
}

}  // namespace kokoro::server
