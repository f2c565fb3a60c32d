#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <string>

#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// Writes folder/name.pt, which appears at once and whole or not at all; makes the folder. Never replaces a file. A
/// name that ends in ".pt" already gets no second one. Errors: invalid_input with param "name" (no name for a voice,
/// the file exists), too_large (the folder holds a thousand files), io.
Result<void> save_pack(const VoicePack& pack, const std::filesystem::path& folder, const std::string& name);

}  // namespace kokoro::voice
