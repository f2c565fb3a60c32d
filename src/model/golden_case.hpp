#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <map>
#include <string>
#include <vector>

namespace kokoro::model {

/// One recorded run of the reference: inputs, noise and the tensors at module boundaries, from a folder with
/// manifest.json and one .npy per tensor (tools/capture_reference.py).
struct GoldenCase {
  struct Tensor {
    int rows = 0;  ///< leading dimensions of 1 removed; one-dimensional: one row
    int columns = 0;
    std::vector<float> values;
    double reference_error = 0;  ///< relative RMS of the recorded float32 run against float64; 0 where not known
  };

  std::string name;
  std::string model;  ///< "models/tiny", relative to the folder beside the cases
  float speed = 1;
  std::map<std::string, Tensor> tensors;

  const Tensor* find(const std::string& tensor) const;
  std::vector<std::int32_t> integers(const std::string& tensor) const;
};

/// Errors: not_found, corrupt (names the file).
Result<GoldenCase> read_golden_case(const std::filesystem::path& folder);

}  // namespace kokoro::model
