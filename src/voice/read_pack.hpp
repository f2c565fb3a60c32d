#pragma once

#include "checkpoint/tensor.hpp"
#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// The pack that a tensor holds. `file` names its origin in messages. Errors: as read_voice_pack().
Result<VoicePack> pack_from_tensor(const checkpoint::Tensor& tensor, std::string name, std::size_t width,
                                   const std::string& file);

}  // namespace kokoro::voice
