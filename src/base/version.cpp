#include <kokoro/version.hpp>

namespace kokoro {

std::string_view version_name(ModelVersion version) { return version == ModelVersion::v0_19 ? "v0.19" : "v1.0"; }

std::string_view version_folder(ModelVersion version) { return version == ModelVersion::v0_19 ? "v0_19" : "v1_0"; }

std::optional<ModelVersion> parse_version(std::string_view text) {
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  if (text == "1.0" || text == "1_0") return ModelVersion::v1_0;
  if (text == "0.19" || text == "0_19") return ModelVersion::v0_19;
  return std::nullopt;
}

std::string_view program_version() { return KOKORO_VERSION; }

}  // namespace kokoro
