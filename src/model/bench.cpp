#include "model/bench.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <kokoro/version.hpp>
#include <mutex>
#include <thread>
#include <utility>

#include "kernels/normal_noise.hpp"
#include "kernels/peak.hpp"
#include "model/cpu_backend.hpp"

namespace kokoro::model {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// Fills in what the caller left open: ids drawn from the vocabulary, 2.7 frames a token, a style near zero.
void draw_input(const ModelConfig& config, BenchOptions& options) {
  constexpr double kFramesPerToken = 2.7;
  const double frame_s = config.samples_per_frame() / static_cast<double>(kSampleRateHz);
  const int frames = std::max(2, static_cast<int>(std::lround(options.seconds / frame_s)));
  if (options.ids.empty()) {
    const int most = config.plbert.max_position_embeddings;
    const int tokens = std::clamp(static_cast<int>(std::lround(frames / kFramesPerToken)), 3, std::min(most, frames));
    options.ids.push_back(0);
    for (int i = 0; i < tokens - 2; ++i) {
      const std::uint64_t bits = kernels::mix_bits(1, static_cast<std::uint64_t>(i));
      options.ids.push_back(1 + static_cast<std::int32_t>(bits % static_cast<std::uint64_t>(config.n_token - 1)));
    }
    options.ids.push_back(0);
  }
  if (options.durations.empty()) {
    const int tokens = static_cast<int>(options.ids.size());
    options.durations.assign(options.ids.size(), frames / tokens);
    for (int i = 0; i < frames % tokens; ++i) ++options.durations[static_cast<std::size_t>(i)];
  }
  if (options.style.empty()) {
    for (int i = 0; i < 2 * config.style_dim; ++i) {
      const kernels::UniformPair u = kernels::uniform_pair(2, static_cast<std::uint64_t>(i));
      options.style.push_back(0.25F * (u.angle - 0.5F));
    }
  }
}

/// What the threads of one run reach in registers alone, while all of the backend's work.
double peak_gflops(const CpuBackend& backend, int lanes) {
  const bool reduced = backend.table()->bf16_burst != nullptr && backend.precision() != Precision::fp32;
  std::vector<kernels::PeakRate> rates(static_cast<std::size_t>(backend.threads()));
  std::vector<std::jthread> threads;
  for (kernels::PeakRate& rate : rates)
    threads.emplace_back([&rate, &backend] { rate = kernels::measure_peak(*backend.table()); });
  threads.clear();  // joins
  double sum = 0;
  for (const kernels::PeakRate& rate : rates) sum += reduced ? rate.bf16_gflops : rate.fp32_gflops;
  return lanes > 1 ? sum / backend.threads() : sum;
}

struct TimedSpeech {
  BenchRun run;
  double audio_s = 0;
};

Result<TimedSpeech> run_once(const CpuBackend& backend, const BenchOptions& options) {
  BenchRun run;
  Trace trace;
  trace.durations = options.durations;
  const Clock::time_point start = Clock::now();
  Clock::time_point mark = start;
  std::uint64_t flops = 0;
  trace.stage = [&](std::string_view stage) {
    const Clock::time_point now = Clock::now();
    run.stages.push_back({std::string(stage), std::chrono::duration<double>(now - mark).count(),
                          static_cast<double>(std::exchange(flops, 0)) / 1e9});
    mark = now;
  };
  const Share share = options.lanes > 1 ? Share::part : Share::whole;
  const Result<Speech> speech = backend.run({options.ids, options.style, 1.0F, 0}, trace, share, &flops);
  if (!speech) return fail(speech.error());
  run.total_s = seconds_since(start);
  return TimedSpeech{std::move(run), static_cast<double>(speech->audio.size()) / kSampleRateHz};
}

/// All runs of all lanes, the first lane on this thread.
Result<void> run_lanes(const CpuBackend& backend, const BenchOptions& options, BenchReport& report) {
  std::vector<Result<void>> results(static_cast<std::size_t>(options.lanes));
  std::mutex mutex;
  const auto lane = [&](Result<void>& result) {
    for (int i = 0; result && i < options.runs; ++i) {
      Result<TimedSpeech> speech = run_once(backend, options);
      const std::lock_guard lock(mutex);
      if (speech) {
        report.runs.push_back(std::move(speech->run));
      } else {
        result = fail(std::move(speech.error()));
      }
    }
  };
  const Clock::time_point start = Clock::now();
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < results.size(); ++i) others.emplace_back([&, i] { lane(results[i]); });
    lane(results[0]);
  }
  report.wall_s = seconds_since(start);
  for (Result<void>& result : results) {
    if (!result) return result;
  }
  return {};
}

}  // namespace

double BenchReport::median_s() const {
  std::vector<double> totals;
  for (const BenchRun& run : runs) totals.push_back(run.total_s);
  return median(totals);
}

double BenchReport::gflop() const {
  double sum = 0;
  if (!runs.empty()) {
    for (const BenchStage& stage : runs.front().stages) sum += stage.gflop;
  }
  return sum;
}

std::vector<BenchStage> BenchReport::median_stages() const {
  std::vector<BenchStage> out;
  for (std::size_t i = 0; !runs.empty() && i < runs.front().stages.size(); ++i) {
    std::vector<double> times;
    for (const BenchRun& run : runs) times.push_back(run.stages[i].seconds);
    out.push_back(runs.front().stages[i]);
    out.back().seconds = median(times);
  }
  return out;
}

Result<BenchReport> run_bench(BenchOptions options) {
  CpuBackend backend(options.threads, options.precision);
  BenchReport report;
  const Clock::time_point load_start = Clock::now();
  if (Result<void> loaded = backend.load(options.files); !loaded) return fail(loaded.error());
  options.files = {};  // unmaps the file: the packed weights are all that is needed
  report.load_s = seconds_since(load_start);
  draw_input(backend.config(), options);
  if (options.durations.size() != options.ids.size()) {
    return fail(ErrorCode::invalid_input, "ids and durations must be equally many");
  }
  const Result<TimedSpeech> first = run_once(backend, options);
  if (!first) return fail(first.error());
  report.first_run_s = first->run.total_s;
  report.audio_s = first->audio_s;
  if (Result<void> done = run_lanes(backend, options, report); !done) return fail(done.error());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  report.peak_rss_bytes = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
  report.peak_gflops = peak_gflops(backend, options.lanes);
  report.device = backend.device();
  report.isa = backend.isa();
  report.threads = backend.threads();
  report.lanes = options.lanes;
  report.parameters = backend.parameters();
  report.precision = precision_name(backend.precision());
  report.weights_were_packed = backend.weights_were_packed();
  report.packed_bytes = backend.packed_bytes();
  report.scratch_bytes = backend.scratch_bytes();
  report.tokens = options.ids.size();
  return report;
}

}  // namespace kokoro::model
