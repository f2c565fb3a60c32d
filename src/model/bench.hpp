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
  Precision precision = Precision::automatic;
  int lanes = 1;        ///< utterances at once: 1 takes all threads, of more each takes one
  int runs = 5;         ///< of each lane
  double seconds = 10;  ///< of audio: durations are forced

  // Exact input instead of a drawn one, for comparison with another program; empty: drawn.
  std::vector<std::int32_t> ids;
  std::vector<std::int32_t> durations;
  std::vector<float> style;
};

struct BenchStage {
  std::string name;
  double seconds = 0;
  double gflop = 0;  ///< what its layers take when they are computed directly
};

struct BenchRun {
  double total_s = 0;
  std::vector<BenchStage> stages;  ///< in order of computation
};

struct BenchReport {
  std::string device;
  std::string isa;
  int threads = 0;
  int lanes = 1;
  std::size_t parameters = 0;
  std::size_t tokens = 0;
  double audio_s = 0;
  double load_s = 0;       ///< reading and packing the weights
  double first_run_s = 0;  ///< before anything is warm
  std::size_t peak_rss_bytes = 0;
  double peak_gflops = 0;  ///< multiply-adds of the precision in registers alone, on the threads of one run
  std::size_t packed_bytes = 0;
  std::size_t scratch_bytes = 0;
  bool weights_were_packed = false;
  std::string precision;
  double wall_s = 0;           ///< of all runs
  std::vector<BenchRun> runs;  ///< of all lanes

  /// Seconds of audio made per second by all lanes together.
  double throughput() const { return audio_s * static_cast<double>(runs.size()) / wall_s; }
  double median_s() const;
  double gflop() const;  ///< of one run
  /// Medians of each stage over the runs.
  std::vector<BenchStage> median_stages() const;
};

/// Loads the model, runs once to warm up, then `runs` times in each lane. Errors: as Backend.
Result<BenchReport> run_bench(BenchOptions options);

}  // namespace kokoro::model
