#include "voice/torch_file.hpp"

#include <array>

#include "checkpoint/torch_writer.hpp"

namespace kokoro::voice {

std::string to_torch_file(const VoicePack& pack) {
  const std::array shape{static_cast<std::int64_t>(pack.rows), std::int64_t{1}, static_cast<std::int64_t>(pack.width)};
  return checkpoint::write_torch_tensor("voice", shape, pack.values);
}

}  // namespace kokoro::voice
