#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

#include "audio/encoder.hpp"
#include "audio/pcm/pcm16.hpp"
#include "audio/wav_encoder.hpp"

namespace kokoro::audio {
namespace {

using namespace std::string_literals;

std::string encode(Format format, const std::vector<std::vector<float>>& pieces, std::string* final_header = nullptr) {
  auto encoder = make_encoder(format, Purpose::whole);
  EXPECT_TRUE(encoder.has_value());
  std::string out;
  for (const auto& piece : pieces) out += (*encoder)->append(piece).value();
  out += (*encoder)->finish().value();
  if (final_header != nullptr) *final_header = (*encoder)->final_header();
  return out;
}

TEST(Pcm16, RoundsAndSaturates) {
  const float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(to_pcm16(0.0F), 0);
  EXPECT_EQ(to_pcm16(1.0F), 32767);
  EXPECT_EQ(to_pcm16(-1.0F), -32767);
  EXPECT_EQ(to_pcm16(1.5F), 32767);
  EXPECT_EQ(to_pcm16(-1.5F), -32768);
  EXPECT_EQ(to_pcm16(inf), 32767);
  EXPECT_EQ(to_pcm16(-inf), -32768);
  EXPECT_EQ(to_pcm16(std::numeric_limits<float>::quiet_NaN()), 0);
  EXPECT_EQ(to_pcm16(0.6F / 32767.0F), 1);
  EXPECT_EQ(to_pcm16(-0.6F / 32767.0F), -1);
  EXPECT_EQ(to_pcm16(0.4F / 32767.0F), 0);
}

TEST(Pcm16, WritesLittleEndian) {
  std::string out = "x";
  append_pcm16(out, std::array{1.0F, -1.5F, 2.0F / 32767.0F});
  EXPECT_EQ(out, "x\xFF\x7F\x00\x80\x02\x00"s);
}

TEST(Encoder, RawIsTheSamplesOnly) {
  std::string header = "unset";
  EXPECT_EQ(encode(Format::pcm, {{1.0F}, {}, {0.0F, -1.0F}}, &header), "\xFF\x7F\x00\x00\x01\x80"s);
  EXPECT_TRUE(header.empty());
}

TEST(Encoder, WavStreamsWithOpenSizesAndKnowsTheTrueOnesAtTheEnd) {
  const auto format = "\x10\0\0\0\x01\0\x01\0\xC0\x5D\0\0\x80\xBB\0\0\x02\0\x10\0"s;
  std::string header;
  const std::string out = encode(Format::wav, {{1.0F}, {0.0F}}, &header);
  EXPECT_EQ(out, "RIFF\xFF\xFF\xFF\xFFWAVEfmt "s + format + "data\xFF\xFF\xFF\xFF\xFF\x7F\x00\x00"s);
  EXPECT_EQ(header, "RIFF\x28\0\0\0WAVEfmt "s + format + "data\x04\0\0\0"s);
  EXPECT_EQ(header.size(), 44U);
}

TEST(Encoder, WavWithoutSamplesIsComplete) {
  std::string header;
  EXPECT_EQ(encode(Format::wav, {}, &header).size(), 44U);
  EXPECT_EQ(header, wav_header(0));
}

TEST(Encoder, WavPastFourGigabytesKeepsOpenSizes) {
  EXPECT_NE(wav_header(2'147'483'625ULL), wav_header(std::nullopt));
  EXPECT_EQ(wav_header(2'147'483'626ULL), wav_header(std::nullopt));
}

TEST(Format, IsReadFromNamesAndFileNames) {
  for (const Format format : {Format::mp3, Format::opus, Format::aac, Format::flac, Format::wav, Format::pcm}) {
    EXPECT_EQ(traits(format).format, format);
    EXPECT_EQ(parse_format(traits(format).name).value(), format);
    EXPECT_EQ(format_of_file("a.b/c" + std::string(traits(format).extension)).value(), format);
  }
  for (const std::string_view name : kFormatNames) EXPECT_TRUE(parse_format(name)) << name;
  EXPECT_FALSE(parse_format(""));
  EXPECT_EQ(parse_format("WAV").value(), Format::wav);
  EXPECT_EQ(format_of_file("X.RAW").value(), Format::pcm);
  EXPECT_EQ(format_of_file("x.ogg").value(), Format::opus);
  EXPECT_EQ(parse_format("wma").error().message,
            "unknown audio format \"wma\": expected mp3, opus, aac, flac, wav or pcm");
  EXPECT_FALSE(format_of_file("speech").has_value());
  EXPECT_FALSE(format_of_file("folder.wav/speech").has_value());
  EXPECT_EQ(traits(Format::mp3).content_type, "audio/mpeg");
}

}  // namespace
}  // namespace kokoro::audio
