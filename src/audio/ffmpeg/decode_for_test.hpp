#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "audio/ffmpeg/handles.hpp"

namespace kokoro::audio {

/// What a listener's program gets from a stream.
struct Decoded {
  bool opened = false;  ///< the container was recognised and a decoder found
  int rate_hz = 0;
  std::int64_t container_samples = -1;  ///< length as the container states it; -1: not stated
  std::vector<float> samples;           ///< of 16-bit audio: the integers divided by 32768
};

/// Bytes in memory as FFmpeg reads them.
struct MemoryFile {
  std::string_view bytes;
  std::size_t at = 0;

  static int read(void* self, std::uint8_t* out, int size) {
    auto& file = *static_cast<MemoryFile*>(self);
    const auto take = std::min(static_cast<std::size_t>(size), file.bytes.size() - file.at);
    if (take == 0) return AVERROR_EOF;
    std::copy_n(file.bytes.data() + file.at, take, out);
    file.at += take;
    return static_cast<int>(take);
  }
  static std::int64_t seek(void* self, std::int64_t offset, int whence) {
    auto& file = *static_cast<MemoryFile*>(self);
    if (whence == AVSEEK_SIZE) return static_cast<std::int64_t>(file.bytes.size());
    if (whence != SEEK_SET) return AVERROR(EINVAL);
    file.at = static_cast<std::size_t>(offset);
    return offset;
  }
};

inline void append_frame(const AVFrame& frame, std::vector<float>& out) {
  for (int i = 0; i < frame.nb_samples; ++i) {
    const bool is_float = frame.format == AV_SAMPLE_FMT_FLTP || frame.format == AV_SAMPLE_FMT_FLT;
    out.push_back(is_float ? reinterpret_cast<const float*>(frame.data[0])[i]
                           : static_cast<float>(reinterpret_cast<const std::int16_t*>(frame.data[0])[i]) / 32768.0F);
  }
}

/// Decodes a whole stream of one audio track, mono, 16-bit or float.
inline Decoded decode(std::string_view bytes, const char* container) {
  Decoded out;
  MemoryFile file{bytes};
  const IoHandle io(avio_alloc_context(static_cast<unsigned char*>(av_malloc(4096)), 4096, 0, &file, MemoryFile::read,
                                       nullptr, MemoryFile::seek));
  AVFormatContext* input = avformat_alloc_context();
  input->pb = io.get();
  if (avformat_open_input(&input, nullptr, av_find_input_format(container), nullptr) < 0) return out;
  const std::unique_ptr<AVFormatContext, void (*)(AVFormatContext*)> closer(
      input, [](AVFormatContext* context) { avformat_close_input(&context); });
  if (avformat_find_stream_info(input, nullptr) < 0 || input->nb_streams != 1) return out;
  const AVStream& stream = *input->streams[0];
  const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
  const CodecHandle decoder(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(decoder.get(), stream.codecpar);
  decoder->pkt_timebase = stream.time_base;
  if (avcodec_open2(decoder.get(), codec, nullptr) < 0) return out;
  out.opened = true;
  out.rate_hz = decoder->sample_rate;
  if (stream.duration > 0) {
    out.container_samples = av_rescale_q(stream.duration, stream.time_base, AVRational{1, decoder->sample_rate});
  }
  const PacketHandle packet(av_packet_alloc());
  const FrameHandle frame(av_frame_alloc());
  for (bool more = true; more;) {
    more = av_read_frame(input, packet.get()) >= 0;
    avcodec_send_packet(decoder.get(), more ? packet.get() : nullptr);
    av_packet_unref(packet.get());
    while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) append_frame(*frame, out.samples);
  }
  return out;
}

}  // namespace kokoro::audio
