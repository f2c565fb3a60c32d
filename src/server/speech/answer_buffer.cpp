#include "server/speech/answer_buffer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kokoro::server {
namespace {

constexpr std::size_t kGrowBytes = 1U << 20U;

struct Rate {
  audio::Format format;
  double speech_bytes_per_s;
  double silence_bytes_per_s;
};
// Measured, and rounded down; those of the first two are exact.
constexpr std::array<Rate, 6> kRates{{{audio::Format::pcm, 48'000, 48'000},
                                      {audio::Format::wav, 48'000, 48'000},
                                      {audio::Format::flac, 8'000, 100},
                                      {audio::Format::mp3, 12'000, 12'000},
                                      {audio::Format::aac, 6'000, 200},
                                      {audio::Format::opus, 4'000, 200}}};

}  // namespace

double least_bytes(audio::Format format, double speech_s, double silence_s) {
  const auto* rate = std::find_if(kRates.begin(), kRates.end(), [&](const Rate& row) { return row.format == format; });
  return speech_s * rate->speech_bytes_per_s + silence_s * rate->silence_bytes_per_s;
}

AnswerBuffer::AnswerBuffer(const Responder& responder, std::size_t limit)
    : limit_(limit), kept_(std::make_shared<Kept>(Kept{responder.memory_share(), {}})) {}

Result<void> AnswerBuffer::expect(double bytes) {
  if (bytes > static_cast<double>(limit_)) {
    return fail(
        ErrorCode::too_large,
        fmt::format("the answer would be larger than {} MB, which is the most that is sent as a whole", limit_ >> 20U),
        "ask for it as a stream, or for a smaller response_format", "stream");
  }
  if (kept_->memory.grow_to(static_cast<std::size_t>(bytes))) return {};
  return fail(ErrorCode::unavailable, "the server has no memory left for so large an answer", "try again later",
              "stream");
}

Result<void> AnswerBuffer::append(std::string_view bytes) {
  const std::size_t size = kept_->bytes.size() + bytes.size();
  // A string that grows has the old bytes beside the new ones for a moment; growing by halves keeps that rare.
  if (size > kept_->bytes.capacity()) {
    const std::size_t wanted = std::min(limit_, std::max(size + kGrowBytes, size + size / 2));
    if (auto room = expect(static_cast<double>(std::max(size, wanted))); !room) return room;
    kept_->bytes.reserve(std::max(size, wanted));
  }
  kept_->bytes += bytes;
  return {};
}

void AnswerBuffer::replace_start(std::string_view header) {
  std::copy(header.begin(), header.end(), kept_->bytes.begin());
}

SharedBytes AnswerBuffer::take() {
  const auto kept = std::exchange(kept_, nullptr);
  return {kept->bytes, kept};
}

}  // namespace kokoro::server
