#pragma once

#include <filesystem>
#include <functional>
#include <kokoro/error.hpp>
#include <kokoro/precision.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/backend.hpp"

namespace kokoro::model {

/// How far one tensor of one case is from the reference.
struct ParityRow {
  std::string tensor;
  std::string golden_case;
  double error = 0;  ///< relative RMS; for "audio" the difference in dB below the signal, for "pred_dur" unequal tokens
  double bound = 0;
  bool ok = false;
};

struct ParityReport {
  std::vector<ParityRow> rows;       ///< the worst of each tensor, in order of computation
  std::vector<std::string> skipped;  ///< cases whose model is not there
  std::size_t cases = 0;
  bool ok() const;
};

struct ParityOptions {
  std::filesystem::path folder;  ///< one golden case, or a folder of them
  std::filesystem::path models;  ///< where "models/tiny" lies; empty: the folder beside the cases
  int threads = 0;
  Precision precision = Precision::fp32;  ///< automatic: fp32
  std::optional<ModelFiles> given = {};   ///< runs every case instead of the model that it was recorded with
};

/// Runs the recorded cases and compares every module boundary.
///
/// The text side runs on its own values. Decoder and generator run with the reference's durations, F0, N and harmonic
/// spectrum: the phase of the spectrum jumps by 2π where rounding differs, and the reference does not agree with itself
/// there. Bounds: relative RMS 1e-5, or twice the recorded run's
/// own distance from float64 where that is more; durations equal; source within its phase tolerance; audio 95 dB
/// against float64. In reduced precision, of the vocoder only the audio is held: to 90 dB (bf16x3) or 40 dB (bf16).
/// Errors: not_found (no case, no model), corrupt.
Result<ParityReport> run_parity(const ParityOptions& options);

}  // namespace kokoro::model
