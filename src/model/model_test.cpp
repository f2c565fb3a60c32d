#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <span>
#include <thread>

#include "checkpoint/stored_record.hpp"
#include "model/backend.hpp"
#include "model/cpu_backend.hpp"
#include "model/parity.hpp"

namespace kokoro::model {
namespace {

const std::filesystem::path kData = std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data";
const std::filesystem::path kTiny = kData / "models/tiny";

ModelFiles tiny_files(const char* weights = "kokoro-v1_0.pth") {
  return {*map_file(kTiny / "config.json"), *map_file(kTiny / weights)};
}

struct Sample {
  std::vector<std::int32_t> ids{0, 50, 83, 54, 156, 31, 16, 65, 156, 87, 123, 54, 46, 4, 0};
  std::vector<float> style = std::vector<float>(32, 0.1F);
  Utterance utterance(std::uint64_t seed = 7) const { return {ids, style, 1.0F, seed}; }
};

Result<Speech> speak(const Backend& backend, const Utterance& utterance, Share share = Share::whole) {
  const auto prosody = prepare_one(backend, utterance, share);
  if (!prosody) return fail(prosody.error());
  return vocode_one(backend, **prosody, share);
}

std::vector<float> speak(const char* weights, int threads, std::uint64_t seed = 7) {
  CpuBackend backend(threads);
  EXPECT_TRUE(backend.load(tiny_files(weights)));
  const Sample sample;
  const auto speech = speak(backend, sample.utterance(seed));
  EXPECT_TRUE(speech);
  return speech ? speech->audio : std::vector<float>();
}

TEST(Parity, RecordedRunsOfTheReference) {
  const auto report = run_parity({kData / "golden", {}, 2});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_GE(report->cases, 3U);
  EXPECT_TRUE(report->skipped.empty());
  EXPECT_GE(report->rows.size(), 50U);
  for (const ParityRow& row : report->rows) {
    EXPECT_TRUE(row.ok) << row.tensor << " of " << row.golden_case << ": " << row.error << ", bound " << row.bound;
  }
}

TEST(Parity, ReducedPrecisionStaysWithinItsBounds) {
  for (const Precision precision : {Precision::bf16x3, Precision::bf16}) {
    const auto report = run_parity({kData / "golden", {}, 2, precision});
    ASSERT_TRUE(report) << report.error().message;
    int audio = 0;
    for (const ParityRow& row : report->rows) {
      EXPECT_TRUE(row.ok) << precision_name(precision) << ": " << row.tensor << " of " << row.golden_case << ": "
                          << row.error << ", bound " << row.bound;
      if (row.tensor != "audio (dB)") continue;
      ++audio;
      EXPECT_LT(row.error, 130);  // else nothing was rounded
    }
    EXPECT_EQ(audio, 1);
  }
}

/// The number of `Size` bytes at `at`, little-endian.
template <std::size_t Size>
std::size_t number_at(const std::string& bytes, std::size_t at) {
  std::size_t out = 0;
  for (std::size_t i = Size; i-- > 0;) out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

/// Writes the checksums of a ZIP archive's stored records anew, in both places that hold them.
void mend_checksums(std::string& zip) {
  const std::string entry = "PK\x01\x02";
  for (std::size_t at = zip.find(entry); at != std::string::npos; at = zip.find(entry, at + 1)) {
    const std::size_t size = number_at<4>(zip, at + 20);
    const std::size_t local = number_at<4>(zip, at + 42);
    const std::size_t data = local + 30 + number_at<2>(zip, local + 26) + number_at<2>(zip, local + 28);
    const std::uint32_t crc = checkpoint::crc32_of(std::as_bytes(std::span(zip).subspan(data, size)));
    for (const std::size_t place : {at + 16, local + 14}) std::memcpy(zip.data() + place, &crc, sizeof crc);
  }
}

TEST(Parity, NoticesOtherWeights) {
  const std::filesystem::path root =
      std::filesystem::temp_directory_path() / ("kokoro_parity_" + std::to_string(getpid()));
  std::filesystem::create_directories(root / "models/tiny");
  std::filesystem::copy_file(kTiny / "config.json", root / "models/tiny/config.json");
  std::ifstream in(kTiny / "kokoro-v1_0.pth", std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 4000; i += 4)
    bytes[i + 2] = static_cast<char>(bytes[i + 2] ^ 0x40);
  mend_checksums(bytes);
  std::ofstream(root / "models/tiny/kokoro-v1_0.pth", std::ios::binary) << bytes;
  const auto report = run_parity({kData / "golden/tiny_hello", root, 1});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->ok());
  std::filesystem::remove_all(root);
}

TEST(Parity, SaysWhatIsMissing) {
  EXPECT_EQ(run_parity({kTiny, {}, 1}).error().code, ErrorCode::not_found);
  const auto report = run_parity({kData / "golden", kData, 1});
  ASSERT_TRUE(report);
  const auto none = run_parity({kData / "golden", kData / "text", 1});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->ok());
  EXPECT_EQ(none->skipped.size(), 3U);
}

TEST(CpuBackend, SameSeedSameSamplesForAnyNumberOfThreads) {
  const std::vector<float> one = speak("kokoro-v1_0.pth", 1);
  EXPECT_GT(one.size(), 10000U);
  EXPECT_EQ(one, speak("kokoro-v1_0.pth", 2));
  EXPECT_EQ(one, speak("kokoro-v1_0.pth", 5));
  EXPECT_NE(one, speak("kokoro-v1_0.pth", 1, 8));
}

TEST(CpuBackend, ReducedPrecisionIsBitEqualForAnyNumberOfThreads) {
  for (const Precision precision : {Precision::bf16x3, Precision::bf16}) {
    std::vector<std::vector<float>> audio;
    CpuBackend exact(2);
    ASSERT_TRUE(exact.load(tiny_files()));
    for (const int threads : {1, 2, 5}) {
      CpuBackend backend(threads, precision);
      ASSERT_TRUE(backend.load(tiny_files()));
      const Sample sample;
      auto speech = *speak(backend, sample.utterance());
      EXPECT_EQ(speech.durations, speak(exact, sample.utterance())->durations);
      audio.push_back(std::move(speech.audio));
    }
    EXPECT_EQ(audio[0], audio[1]);
    EXPECT_EQ(audio[0], audio[2]);
  }
}

TEST(CpuBackend, OldAndNewLayoutsHoldTheSameNetwork) {
  const std::vector<float> one = speak("kokoro-v1_0.pth", 2);
  EXPECT_EQ(one, speak("kokoro-v0_19.pth", 2));
}

TEST(CpuBackend, ManyAtOnceGiveTheSameAsOne) {
  CpuBackend backend(2);
  ASSERT_TRUE(backend.load(tiny_files()));
  const Sample sample;
  const std::vector<float> alone = speak(backend, sample.utterance())->audio;
  std::vector<std::thread> callers;
  std::atomic<int> equal{0};
  for (const Share share : {Share::whole, Share::part, Share::whole, Share::part}) {
    callers.emplace_back([&, share] { equal += speak(backend, sample.utterance(), share)->audio == alone ? 1 : 0; });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(equal, 4);
}

TEST(CpuBackend, RefusesWhatTheNetworkCannotTake) {
  CpuBackend backend(1);
  const Sample good;
  const auto refuse = [&](const Utterance& utterance) {
    const auto speech = speak(backend, utterance);
    EXPECT_FALSE(speech);
    return speech ? ErrorCode::internal : speech.error().code;
  };
  EXPECT_EQ(refuse(good.utterance()), ErrorCode::unavailable);
  ASSERT_TRUE(backend.load(tiny_files()));
  const std::vector<std::int32_t> too_many(513, 1);
  const std::vector<std::int32_t> outside{0, 178, 0};
  const std::vector<std::int32_t> negative{0, -1, 0};
  EXPECT_EQ(refuse({{}, good.style, 1, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({too_many, good.style, 1, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({outside, good.style, 1, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({negative, good.style, 1, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({good.ids, std::span(good.style).first(31), 1, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({good.ids, good.style, 0, 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({good.ids, good.style, std::numeric_limits<float>::quiet_NaN(), 0}), ErrorCode::invalid_input);
  EXPECT_EQ(refuse({good.ids, good.style, 1e-4F, 0}), ErrorCode::too_large);
  CancelSource gone;
  gone.cancel();
  Utterance cancelled = good.utterance();
  cancelled.cancel = gone.token();
  EXPECT_EQ(speak(backend, cancelled).error().code, ErrorCode::cancelled);
  EXPECT_TRUE(speak(backend, good.utterance()));
}

TEST(CpuBackend, OneOfABatchThatFailsLeavesTheOthersAsTheyAreAlone) {
  CpuBackend backend(1);
  ASSERT_TRUE(backend.load(tiny_files()));
  const Sample good;
  Utterance bad = good.utterance();
  bad.speed = 0;
  const std::array batch{good.utterance(7), bad, good.utterance(8)};
  const auto prosodies = backend.prepare(batch, Share::whole);
  ASSERT_EQ(prosodies.size(), 3U);
  ASSERT_TRUE(prosodies[0] && prosodies[2]);
  ASSERT_FALSE(prosodies[1]);
  EXPECT_EQ(prosodies[1].error().code, ErrorCode::invalid_input);
  const std::array<const Prosody*, 2> rest{prosodies[2]->get(), prosodies[0]->get()};
  const auto speeches = backend.vocode(rest, Share::whole);
  ASSERT_EQ(speeches.size(), 2U);
  EXPECT_EQ(speeches[0]->audio, speak(backend, good.utterance(8))->audio);
  EXPECT_EQ(speeches[1]->audio, speak(backend, good.utterance(7))->audio);
  EXPECT_NE(speeches[0]->audio, speeches[1]->audio);
}

TEST(CpuBackend, FailedLoadLeavesNothingAndCanBeRetried) {
  CpuBackend backend(1);
  ModelFiles files = tiny_files();
  files.weights.bytes = files.weights.bytes.first(files.weights.bytes.size() / 2);
  EXPECT_EQ(backend.load(files).error().code, ErrorCode::corrupt);
  EXPECT_EQ(backend.parameters(), 0U);
  EXPECT_TRUE(backend.load(tiny_files()));
  EXPECT_EQ(backend.parameters(), 623930U);
  backend.release();
  EXPECT_EQ(backend.parameters(), 0U);
}

}  // namespace
}  // namespace kokoro::model
