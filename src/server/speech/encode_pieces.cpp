#include "server/speech/encode_pieces.hpp"

#include <algorithm>
#include <kokoro/speech.hpp>
#include <utility>

namespace kokoro::server {
namespace {

constexpr std::size_t kPieceSamples = static_cast<std::size_t>(kSampleRateHz) / 5;

}  // namespace

Result<void> encode_pieces(audio::PcmEncoder& encoder, std::span<const float> samples,
                           const std::function<Result<void>(std::string)>& send) {
  while (!samples.empty()) {
    const std::size_t now = std::min(samples.size(), kPieceSamples);
    auto encoded = encoder.append(samples.first(now));
    if (!encoded) return fail(std::move(encoded.error()));
    if (auto sent = send(std::move(*encoded)); !sent) return sent;
    samples = samples.subspan(now);
  }
  return {};
}

}  // namespace kokoro::server
