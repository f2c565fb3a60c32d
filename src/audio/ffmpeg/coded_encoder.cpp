#include "audio/ffmpeg/coded_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <kokoro/version.hpp>
#include <new>
#include <utility>

#include "audio/pcm/pcm16.hpp"

namespace kokoro::audio {
namespace {

constexpr AVRational kTimeBase{1, kSampleRateHz};
// Longer pages would hold audio back: the container keeps one page until the next is full.
constexpr const char* kOggPageMicroseconds = "40000";

void copy_saturated(std::span<const float> samples, AVFrame& frame) {
  if (frame.format == AV_SAMPLE_FMT_S16) {
    std::transform(samples.begin(), samples.end(), reinterpret_cast<std::int16_t*>(frame.data[0]), to_pcm16);
    return;
  }
  std::transform(samples.begin(), samples.end(), reinterpret_cast<float*>(frame.data[0]),
                 [](float x) { return std::isnan(x) ? 0.0F : std::clamp(x, -1.0F, 1.0F); });
}

}  // namespace

CodedEncoder::CodedEncoder(const Coding& coding, Purpose purpose)
    : coding_(coding), purpose_(purpose), sink_(purpose == Purpose::whole), packet_(av_packet_alloc()) {
  if (!packet_ || sink_.io() == nullptr) throw std::bad_alloc();
}

Result<std::unique_ptr<PcmEncoder>> CodedEncoder::make(const Coding& coding, Purpose purpose) {
  route_ffmpeg_log();
  std::unique_ptr<CodedEncoder> made(new CodedEncoder(coding, purpose));
  if (auto opened = made->open_codec(); !opened) return fail(std::move(opened.error()));
  if (auto opened = made->open_container(); !opened) return fail(std::move(opened.error()));
  return made;
}

Result<void> CodedEncoder::open_codec() {
  const AVCodec* codec = avcodec_find_encoder_by_name(coding_.encoder);
  if (codec == nullptr) {
    return fail(ErrorCode::unsupported,
                fmt::format("cannot write {} audio: the installed libavcodec has no encoder {}",
                            traits(coding_.format).name, coding_.encoder),
                "wav and pcm need no encoder", "response_format");
  }
  codec_.reset(avcodec_alloc_context3(codec));
  if (!codec_) throw std::bad_alloc();
  codec_->sample_rate = kSampleRateHz;
  codec_->sample_fmt = coding_.sample_format;
  codec_->time_base = kTimeBase;
  codec_->bit_rate = coding_.bits_per_s;
  codec_->thread_count = 1;
  codec_->flags |= AV_CODEC_FLAG_BITEXACT;  // no version of the library in the bytes
  av_channel_layout_default(&codec_->ch_layout, 1);
  if (const int failed = avcodec_open2(codec_.get(), codec, nullptr); failed < 0) {
    return ffmpeg_failure(fmt::format("opening the encoder {}", coding_.encoder), failed);
  }
  frame_samples_ = static_cast<std::size_t>(codec_->frame_size);
  return {};
}

Result<void> CodedEncoder::open_container() {
  AVFormatContext* container = nullptr;
  if (const int failed = avformat_alloc_output_context2(&container, nullptr, coding_.container, nullptr); failed < 0) {
    return ffmpeg_failure(fmt::format("opening the container {}", coding_.container), failed);
  }
  container_.reset(container);
  container->pb = sink_.io();
  container->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  container->metadata_header_padding = 0;
  AVStream* stream = avformat_new_stream(container, nullptr);
  if (stream == nullptr) throw std::bad_alloc();
  stream->time_base = kTimeBase;
  if (const int failed = avcodec_parameters_from_context(stream->codecpar, codec_.get()); failed < 0) {
    return ffmpeg_failure("describing the audio", failed);
  }
  // Each container takes those that it knows.
  AVDictionary* options = nullptr;
  av_dict_set(&options, "page_duration", kOggPageMicroseconds, 0);
  av_dict_set(&options, "id3v2_version", "0", 0);
  av_dict_set(&options, "write_xing", purpose_ == Purpose::whole ? "1" : "0", 0);
  const int failed = avformat_write_header(container, &options);
  av_dict_free(&options);
  return failed < 0 ? ffmpeg_failure("writing the header", failed) : Result<void>();
}

Result<std::string> CodedEncoder::append(std::span<const float> samples) {
  pending_.insert(pending_.end(), samples.begin(), samples.end());
  std::size_t done = 0;
  while (pending_.size() - done >= frame_samples_) {
    if (auto encoded = encode(std::span(pending_).subspan(done, frame_samples_)); !encoded) {
      return fail(std::move(encoded.error()));
    }
    done += frame_samples_;
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(done));
  return take();
}

Result<std::string> CodedEncoder::finish() {
  const bool lossless = coding_.bits_per_s == 0;
  if (encoded_samples_ == 0 && pending_.empty() && !lossless) pending_.assign(1, 0.0F);
  if (!pending_.empty()) {
    if (auto encoded = encode(pending_); !encoded) return fail(std::move(encoded.error()));
    pending_.clear();
  }
  if (auto passed = pass_on(nullptr); !passed) return fail(std::move(passed.error()));
  if (const int failed = av_write_trailer(container_.get()); failed < 0) {
    return ffmpeg_failure("ending the stream", failed);
  }
  return take();
}

Result<void> CodedEncoder::encode(std::span<const float> samples) {
  const FrameHandle frame(av_frame_alloc());
  if (!frame) throw std::bad_alloc();
  frame->nb_samples = static_cast<int>(samples.size());
  frame->format = coding_.sample_format;
  frame->sample_rate = kSampleRateHz;
  frame->pts = encoded_samples_;
  av_channel_layout_default(&frame->ch_layout, 1);
  if (av_frame_get_buffer(frame.get(), 0) < 0) throw std::bad_alloc();
  copy_saturated(samples, *frame);
  encoded_samples_ += frame->nb_samples;
  return pass_on(frame.get());
}

Result<void> CodedEncoder::pass_on(const AVFrame* frame) {
  if (const int failed = avcodec_send_frame(codec_.get(), frame); failed < 0) {
    return ffmpeg_failure("encoding", failed);
  }
  while (true) {
    const int failed = avcodec_receive_packet(codec_.get(), packet_.get());
    if (failed == AVERROR(EAGAIN) || failed == AVERROR_EOF) return {};
    if (failed < 0) return ffmpeg_failure("encoding", failed);
    ++packets_;
    if (frame == nullptr && !keep_of_end()) {
      av_packet_unref(packet_.get());
      continue;
    }
    av_packet_rescale_ts(packet_.get(), kTimeBase, container_->streams[0]->time_base);
    packet_->stream_index = 0;
    const int unwritten = av_write_frame(container_.get(), packet_.get());
    av_packet_unref(packet_.get());
    if (unwritten < 0) return ffmpeg_failure("writing audio", unwritten);
  }
}

bool CodedEncoder::keep_of_end() {
  // LAME pads its end by up to two frames; the other encoders end with the last frame that is needed.
  if (coding_.format != Format::mp3) return true;
  const auto frame = static_cast<std::int64_t>(frame_samples_);
  const std::int64_t surplus = packets_ * frame - (encoded_samples_ + codec_->initial_padding);
  if (surplus < 0) return true;
  if (surplus >= frame) return false;
  // Ten bytes, little-endian: samples to skip at the start and at the end, two reasons.
  std::uint8_t* skip = av_packet_new_side_data(packet_.get(), AV_PKT_DATA_SKIP_SAMPLES, 10);
  if (skip == nullptr) throw std::bad_alloc();
  std::fill_n(skip, 10, std::uint8_t{0});
  skip[4] = static_cast<std::uint8_t>(surplus & 0xFF);
  skip[5] = static_cast<std::uint8_t>(surplus >> 8);
  return true;
}

Result<std::string> CodedEncoder::take() {
  std::string bytes = sink_.take();
  if (const int failed = sink_.io()->error; failed < 0) return ffmpeg_failure("writing audio", failed);
  return bytes;
}

}  // namespace kokoro::audio
