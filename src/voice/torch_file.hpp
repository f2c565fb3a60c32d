#pragma once

#include <string>

#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// The pack as a `.pt` file of the published form, [rows, 1, width] float32, which PyTorch and read_voice_pack() read.
std::string to_torch_file(const VoicePack& pack);

}  // namespace kokoro::voice
