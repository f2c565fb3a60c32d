#include "voice/voice_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

namespace kokoro::voice {
namespace {

constexpr std::array<std::string_view, 5> kEndings{".pt", ".safetensors", ".bin", ".npy", ".npz"};
/// What may follow a file in a mix.
constexpr std::string_view kAfterAFile = ":(+-, ";

/// Where the first ending of a voice file ends; npos for none.
std::size_t end_of_file_name(std::string_view voice) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view ending : kEndings) {
    for (std::size_t at = voice.find(ending); at != std::string_view::npos; at = voice.find(ending, at + 1)) {
      const std::size_t after = at + ending.size();
      const bool ends = after == voice.size() || kAfterAFile.find(voice[after]) != std::string_view::npos;
      if (ends) end = std::min(end, after);
    }
  }
  return end;
}

}  // namespace

bool names_a_file(std::string_view voice) {
  return voice.find('/') != std::string_view::npos || end_of_file_name(voice) != std::string_view::npos;
}

std::size_t file_prefix(std::string_view text) {
  for (std::size_t end = text.size(); end > 0; --end) {
    if (end < text.size() && kAfterAFile.find(text[end]) == std::string_view::npos) continue;
    std::error_code error;
    if (std::filesystem::is_regular_file(std::filesystem::path(std::string(text.substr(0, end))), error)) return end;
  }
  return 0;
}

std::string_view claimed_file(std::string_view text) {
  if (!names_a_file(text)) return {};
  return text.substr(0, std::min(end_of_file_name(text), text.size()));
}

std::string_view first_voice_of_files(std::string_view voice) {
  const std::size_t end = std::min(end_of_file_name(voice), voice.size());
  if (end < voice.size() && voice[end] == ':') {
    const std::string_view entry = voice.substr(end + 1);
    return entry.substr(0, std::min(entry.find_first_of(kAfterAFile), entry.size()));
  }
  std::string_view name = voice.substr(0, end);
  name.remove_prefix(std::min(name.find_last_of('/') + 1, name.size()));
  return name.substr(0, std::min(name.find_last_of('.'), name.size()));
}

}  // namespace kokoro::voice
