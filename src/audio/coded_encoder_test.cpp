#include "audio/encoder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <kokoro/version.hpp>
#include <limits>
#include <numbers>
#include <tuple>

#include "audio/ffmpeg/decode_for_test.hpp"
#include "audio/pcm/pcm16.hpp"

namespace kokoro::audio {
namespace {

/// A gliding tone with overtones whose loudness moves, loud to its very end.
std::vector<float> voice_like(std::size_t samples) {
  std::vector<float> out(samples);
  double phase = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / kSampleRateHz;
    phase += 2 * std::numbers::pi * (150 + 40 * std::sin(5 * t)) / kSampleRateHz;
    double sum = 0;
    for (int overtone = 1; overtone <= 8; ++overtone) sum += std::sin(overtone * phase) / overtone;
    out[i] = static_cast<float>(0.3 * (1 + 0.4 * std::sin(9 * t)) * sum);
  }
  return out;
}

std::string encode(Format format, Purpose purpose, std::span<const float> samples, std::size_t piece) {
  auto encoder = make_encoder(format, purpose).value();
  std::string out;
  for (std::size_t at = 0; at < samples.size(); at += piece) {
    out += encoder->append(samples.subspan(at, std::min(piece, samples.size() - at))).value();
  }
  out += encoder->finish().value();
  const std::string header = encoder->final_header();
  EXPECT_EQ(header.empty(), purpose == Purpose::stream);
  std::copy(header.begin(), header.end(), out.begin());
  return out;
}

/// Loudness of the samples over that of the difference, in dB, from `from` on.
double ratio_db(std::span<const float> samples, std::span<const float> decoded, std::size_t from) {
  double signal = 0;
  double noise = 1e-12;
  for (std::size_t i = from; i < samples.size(); ++i) {
    signal += static_cast<double>(samples[i]) * samples[i];
    noise += (static_cast<double>(samples[i]) - decoded[i]) * (static_cast<double>(samples[i]) - decoded[i]);
  }
  return 10 * std::log10(signal / noise);
}

/// The energy of the error over that of the samples in the 10 ms, every 5 ms, where that is greatest, in dB. A window
/// that is lost gives 0, one that stands elsewhere about 3, half a window lost -3, whatever the codec; its own error is
/// far below: -7.5 where AAC has no frame before the first, less than -17 elsewhere.
double loudest_error_db(std::span<const float> samples, std::span<const float> decoded) {
  constexpr std::size_t kHalf = 120;
  double greatest = 0;
  double signal = 0;
  double noise = 0;
  for (std::size_t at = 0; at + kHalf <= samples.size(); at += kHalf) {
    double half_signal = 0;
    double half_noise = 0;
    for (std::size_t i = at; i < at + kHalf; ++i) {
      half_signal += static_cast<double>(samples[i]) * samples[i];
      half_noise += (static_cast<double>(samples[i]) - decoded[i]) * (static_cast<double>(samples[i]) - decoded[i]);
    }
    if (at > 0) greatest = std::max(greatest, (noise + half_noise) / (signal + half_signal));
    signal = half_signal;
    noise = half_noise;
  }
  return 10 * std::log10(std::max(greatest, 1e-12));
}

constexpr double kClickDb = -6;

TEST(LoudestError, ShowsWhatIsLostOrElsewhere) {
  const auto samples = voice_like(24'000);
  auto decoded = samples;
  EXPECT_LT(loudest_error_db(samples, decoded), -100);
  std::fill_n(decoded.begin() + 10'000, 120, 0.0F);
  EXPECT_GT(loudest_error_db(samples, decoded), kClickDb) << "5 ms of silence";
  decoded = samples;
  decoded.erase(decoded.begin() + 10'000, decoded.begin() + 10'024);
  decoded.insert(decoded.begin() + 11'000, 24, 0.0F);
  EXPECT_GT(loudest_error_db(samples, decoded), kClickDb) << "1 ms too early";
  decoded = samples;
  std::swap_ranges(decoded.begin() + 10'000, decoded.begin() + 10'240, decoded.begin() + 10'240);
  EXPECT_GT(loudest_error_db(samples, decoded), kClickDb) << "two frames in the wrong order";
  decoded = samples;
  decoded[10'000] += 1.5F;
  decoded[10'001] -= 1.5F;
  EXPECT_GT(loudest_error_db(samples, decoded), kClickDb) << "a click of two samples";
}

struct Expected {
  Format format;
  Purpose purpose;
  const char* container;
  std::size_t priming;     ///< samples that a player cannot know to skip
  std::size_t frame;       ///< at most so many minus one samples behind the end; 1: the length is exact
  std::size_t per_sample;  ///< decoded samples for each of ours: Opus decodes to 48 kHz
};

class Lossy : public testing::TestWithParam<std::tuple<Expected, std::size_t>> {};

TEST_P(Lossy, DecodesToWhatWentIn) {
  const auto& [expected, length] = GetParam();
  const auto samples = voice_like(length);
  const std::string bytes = encode(expected.format, expected.purpose, samples, 1009);
  EXPECT_EQ(bytes, encode(expected.format, expected.purpose, samples, length + 1)) << "the pieces must not matter";
  const Decoded decoded = decode(bytes, expected.container);
  ASSERT_TRUE(decoded.opened);
  EXPECT_EQ(decoded.rate_hz, kSampleRateHz * static_cast<int>(expected.per_sample));
  const std::size_t least = expected.priming + std::max<std::size_t>(length, 1) * expected.per_sample;
  EXPECT_GE(decoded.samples.size(), least);
  // Below 2 ms FFmpeg's demuxer does not skip at both ends of MP3's second frame.
  const std::size_t added = expected.format == Format::mp3 && length < 48 ? 576 : expected.frame;
  EXPECT_LT(decoded.samples.size(), least + added);
  if (length < 240 || decoded.samples.size() < least) return;  // too short to measure

  std::vector<float> ours(length);
  for (std::size_t i = 0; i < length; ++i) ours[i] = decoded.samples[expected.priming + i * expected.per_sample];
  EXPECT_GT(ratio_db(samples, ours, 0), 15) << "of the whole";
  EXPECT_GT(ratio_db(samples, ours, length - 240), 12) << "of the last 10 ms";
  EXPECT_LT(loudest_error_db(samples, ours), kClickDb);
}

const auto kExpected = testing::Values(
    Expected{Format::mp3, Purpose::stream, "mp3", 1105, 576, 1}, Expected{Format::mp3, Purpose::whole, "mp3", 0, 1, 1},
    Expected{Format::aac, Purpose::stream, "aac", 1024, 1024, 1},
    Expected{Format::aac, Purpose::whole, "aac", 1024, 1024, 1},
    Expected{Format::opus, Purpose::stream, "ogg", 0, 1, 2}, Expected{Format::opus, Purpose::whole, "ogg", 0, 1, 2});

INSTANTIATE_TEST_SUITE_P(FormatsAndLengths, Lossy,
                         testing::Combine(kExpected, testing::Values(0U, 1U, 480U, 24'000U, 61U * 24'000U)));
// Too long for every day: bench/formats runs them.
INSTANTIATE_TEST_SUITE_P(DISABLED_TenMinutes, Lossy, testing::Combine(kExpected, testing::Values(600U * 24'000U)));

class Lossless : public testing::TestWithParam<std::tuple<Purpose, std::size_t>> {};

TEST_P(Lossless, FlacHoldsTheSamplesOfPcm) {
  const auto [purpose, length] = GetParam();
  auto samples = voice_like(length);
  if (length > 3) {
    samples[0] = 1.5F;
    samples[1] = -1.5F;
    samples[2] = std::numeric_limits<float>::quiet_NaN();
    samples[3] = -std::numeric_limits<float>::infinity();
  }
  const std::string bytes = encode(Format::flac, purpose, samples, 777);
  EXPECT_EQ(bytes, encode(Format::flac, purpose, samples, length + 1));
  const Decoded decoded = decode(bytes, "flac");
  ASSERT_TRUE(decoded.opened);
  ASSERT_EQ(decoded.samples.size(), length);
  for (std::size_t i = 0; i < length; ++i) {
    ASSERT_EQ(decoded.samples[i], static_cast<float>(to_pcm16(samples[i])) / 32768.0F) << i;
  }
  if (purpose == Purpose::whole && length > 0) {
    EXPECT_EQ(decoded.container_samples, static_cast<std::int64_t>(length));
    EXPECT_NE(bytes.substr(26, 16), std::string(16, '\0')) << "MD5 of the samples";
  }
}

INSTANTIATE_TEST_SUITE_P(PurposesAndLengths, Lossless,
                         testing::Combine(testing::Values(Purpose::stream, Purpose::whole),
                                          testing::Values(0U, 1U, 480U, 24'000U, 600U * 24'000U)));

class Streamed : public testing::TestWithParam<Format> {};

TEST_P(Streamed, HoldsBackLessThanTwoHundredMilliseconds) {
  const auto samples = voice_like(10 * 24'000);
  auto encoder = make_encoder(GetParam(), Purpose::stream).value();
  std::size_t quiet = 0;  // pieces of 40 ms in a row that gave nothing
  for (std::size_t at = 0; at < samples.size(); at += 960) {
    quiet = encoder->append(std::span(samples).subspan(at, 960)).value().empty() ? quiet + 1 : 0;
    EXPECT_LT(quiet, 5U) << at;
  }
}

TEST_P(Streamed, WhatHasComeSoFarIsHeard) {
  const auto samples = voice_like(24'000);
  auto encoder = make_encoder(GetParam(), Purpose::stream).value();
  const std::string bytes = encoder->append(samples).value();
  const char* container = GetParam() == Format::opus ? "ogg" : traits(GetParam()).name.data();
  const Decoded decoded = decode(bytes, container);
  EXPECT_GT(static_cast<double>(decoded.samples.size()) / decoded.rate_hz, 0.8);
}

TEST_P(Streamed, SurvivesSamplesThatAreNoNumbers) {
  std::vector<float> samples(4800, std::numeric_limits<float>::quiet_NaN());
  samples[100] = std::numeric_limits<float>::infinity();
  samples[101] = -3e38F;
  const std::string bytes = encode(GetParam(), Purpose::stream, samples, 4800);
  EXPECT_FALSE(bytes.empty());
}

INSTANTIATE_TEST_SUITE_P(Formats, Streamed, testing::Values(Format::mp3, Format::opus, Format::aac, Format::flac));

TEST(Mp3, HasATagWithItsLengthWhenWholeAndNoneWhenStreamed) {
  const auto samples = voice_like(24'000);
  const auto has_tag = [](std::string_view bytes) {
    const auto start = bytes.substr(0, 200);
    return start.find("Xing") != std::string_view::npos || start.find("Info") != std::string_view::npos;
  };
  EXPECT_FALSE(has_tag(encode(Format::mp3, Purpose::stream, samples, 480)));
  const std::string whole = encode(Format::mp3, Purpose::whole, samples, 480);
  EXPECT_TRUE(has_tag(whole));
  EXPECT_EQ(whole.find("ID3"), std::string::npos);
}

TEST(Mp3, AddsLessThanAFrameWhateverTheLength) {
  const auto samples = voice_like(1300);
  for (std::size_t length = 1; length <= samples.size(); length += 23) {
    const auto some = std::span(samples).first(length);
    const auto streamed = decode(encode(Format::mp3, Purpose::stream, some, length), "mp3").samples.size();
    EXPECT_GE(streamed, length + 1105) << length;
    EXPECT_LT(streamed, length + 1105 + 576) << length;
    const auto whole = decode(encode(Format::mp3, Purpose::whole, some, length), "mp3").samples.size();
    EXPECT_GE(whole, length);
    EXPECT_LT(whole, length + (length < 48 ? 576 : 1)) << length;
  }
}

TEST(Aac, AddsLessThanAFrameWhateverTheLength) {
  const auto samples = voice_like(2200);
  for (std::size_t length = 1; length <= samples.size(); length += 51) {
    const auto some = std::span(samples).first(length);
    const auto streamed = decode(encode(Format::aac, Purpose::stream, some, length), "aac").samples.size();
    EXPECT_GE(streamed, length + 1024) << length;
    EXPECT_LT(streamed, length + 1024 + 1024) << length;
  }
}

TEST(Opus, HasPagesOfAtMostAHundredMillisecondsAndMarksItsEnd) {
  const std::string bytes = encode(Format::opus, Purpose::stream, voice_like(24'000), 480);
  std::uint64_t last = 0;
  int pages = 0;
  std::size_t at = 0;
  unsigned flags = 0;
  while (at + 27 <= bytes.size()) {
    ASSERT_EQ(bytes.substr(at, 4), "OggS");
    std::uint64_t granule = 0;  // 48 kHz samples, little-endian
    for (std::size_t i = 0; i < 8; ++i)
      granule |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + 6 + i])} << (8 * i);
    EXPECT_LE(granule - last, 4800U);
    last = granule;
    flags = static_cast<std::uint8_t>(bytes[at + 5]);
    const auto segments = static_cast<std::uint8_t>(bytes[at + 26]);
    std::size_t body = 0;
    for (std::size_t i = 0; i < segments; ++i) body += static_cast<std::uint8_t>(bytes[at + 27 + i]);
    at += 27 + segments + body;
    ++pages;
  }
  EXPECT_EQ(at, bytes.size());
  EXPECT_GE(pages, 12);
  EXPECT_NE(flags & 4U, 0U) << "end of stream";
}

}  // namespace
}  // namespace kokoro::audio
