#pragma once

#include <memory>
#include <vector>

#include "audio/ffmpeg/byte_sink.hpp"
#include "audio/ffmpeg/coding.hpp"
#include "audio/ffmpeg/handles.hpp"
#include "audio/pcm/pcm_encoder.hpp"

namespace kokoro::audio {

/// MP3, Opus in Ogg, AAC in ADTS and FLAC through FFmpeg's libraries.
///
/// Samples are saturated, NaN is silence; FLAC holds exactly what to_pcm16() gives. A lossy stream without samples
/// holds a single silent one, because players refuse an empty stream. The same samples give the same bytes, in whatever
/// pieces.
class CodedEncoder final : public PcmEncoder {
 public:
  /// Errors: unsupported (FFmpeg's libraries were built without this encoder), internal.
  static Result<std::unique_ptr<PcmEncoder>> make(const Coding& coding, Purpose purpose);

  Result<std::string> append(std::span<const float> samples) override;
  Result<std::string> finish() override;
  std::string final_header() const override { return sink_.start(); }

 private:
  CodedEncoder(const Coding& coding, Purpose purpose);
  Result<void> open_codec();
  Result<void> open_container();
  /// Encodes one frame; the last one may be shorter.
  Result<void> encode(std::span<const float> samples);
  /// Hands a frame, or null for the end, to the encoder and what comes out of it to the container.
  Result<void> pass_on(const AVFrame* frame);
  /// For packet_, one of those that come after the last samples: false when a decoder has had all samples before it.
  /// Marks how much of the last one that is needed lies behind the samples.
  bool keep_of_end();
  Result<std::string> take();

  const Coding& coding_;
  Purpose purpose_;
  ByteSink sink_;
  CodecHandle codec_;
  FormatHandle container_;
  PacketHandle packet_;
  std::vector<float> pending_;  ///< less than a frame
  std::size_t frame_samples_ = 0;
  std::int64_t encoded_samples_ = 0;
  std::int64_t packets_ = 0;
};

}  // namespace kokoro::audio
