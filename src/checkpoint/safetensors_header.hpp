#pragma once

#include <cstdint>
#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::checkpoint {

/// What the header says about one tensor.
struct SafetensorsField {
  std::string name;
  std::string dtype;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> data_offsets;
};

/// Parses the JSON object {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}; "__metadata__", an
/// object of strings, is checked and dropped. Only this form is accepted: no other depth, member or number.
/// Errors: corrupt; messages start with `file` and name the byte.
Result<std::vector<SafetensorsField>> parse_safetensors_header(std::string_view json, const std::string& file);

}  // namespace kokoro::checkpoint
