#pragma once

#include <cstdint>
#include <filesystem>
#include <kokoro/version.hpp>
#include <map>
#include <string_view>

namespace kokoro::engine {

/// Kokoro v1.1-zh has v1.0's network and a vocabulary of its own, whose Mandarin is written in bopomofo. It is served
/// as a model of v1.0, whose front ends do not write that Mandarin.
inline constexpr std::string_view kV11Zh = "v1.1-zh";

/// What users call the model: kV11Zh where the vocabulary has bopomofo, else the name of its version.
std::string_view generation_name(ModelVersion version, const std::map<char32_t, std::int32_t>& vocabulary);

/// Whether a file is called after v1.1-zh, as kokoro-v1.1-zh.onnx and kokoro-v1_1-zh.pth are.
bool is_named_v11_zh(const std::filesystem::path& weights);

}  // namespace kokoro::engine
