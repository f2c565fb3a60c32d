#include "engine/model_generation.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace kokoro::engine {

std::string_view generation_name(ModelVersion version, const std::map<char32_t, std::int32_t>& vocabulary) {
  constexpr char32_t kFirstBopomofo = U'ㄅ';
  return vocabulary.contains(kFirstBopomofo) ? kV11Zh : version_name(version);
}

bool is_named_v11_zh(const std::filesystem::path& weights) {
  constexpr std::array<std::string_view, 2> kNames{"v1.1-zh", "v1_1-zh"};
  const std::string name = weights.filename().string();
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

}  // namespace kokoro::engine
