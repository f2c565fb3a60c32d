#pragma once

#include <kokoro/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "model/backend.hpp"

namespace kokoro::model {

/// One utterance of a wanted length, synthesised again and again.
struct BenchOptions {
  ModelFiles files;
  int threads = 0;
  int runs = 5;
  double seconds = 10;  ///< of audio: durations are forced

  // Exact input instead of a drawn one, for comparison with another program; empty: drawn.
  std::vector<std::int32_t> ids;
  std::vector<std::int32_t> durations;
  std::vector<float> style;
};

struct BenchRun {
  double total_s = 0;
  std::vector<std::pair<std::string, double>> stages_s;  ///< in order of computation
};

struct BenchReport {
  std::string device;
  std::string isa;
  int threads = 0;
  std::size_t parameters = 0;
  std::size_t tokens = 0;
  double audio_s = 0;
  double load_s = 0;       ///< reading and packing the weights
  double first_run_s = 0;  ///< before anything is warm
  std::size_t peak_rss_bytes = 0;
  std::vector<BenchRun> runs;

  double median_s() const;
  /// Medians of each stage over the runs.
  std::vector<std::pair<std::string, double>> median_stages_s() const;
};

/// Loads the model, runs once to warm up, then `runs` times. Errors: as Backend.
Result<BenchReport> run_bench(BenchOptions options);

}  // namespace kokoro::model
