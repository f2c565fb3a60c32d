#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <memory>

namespace kokoro::audio {

/// Owning pointers to what FFmpeg allocates.
struct FreeHandle {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
  void operator()(AVFormatContext* context) const { avformat_free_context(context); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(AVIOContext* io) const {
    av_freep(&io->buffer);
    avio_context_free(&io);
  }
};

using CodecHandle = std::unique_ptr<AVCodecContext, FreeHandle>;
using FormatHandle = std::unique_ptr<AVFormatContext, FreeHandle>;
using FrameHandle = std::unique_ptr<AVFrame, FreeHandle>;
using PacketHandle = std::unique_ptr<AVPacket, FreeHandle>;
using IoHandle = std::unique_ptr<AVIOContext, FreeHandle>;

}  // namespace kokoro::audio
