#pragma once

#include <optional>
#include <string_view>

/// Marks what the shared library shows; all else in it is hidden.
#define KOKORO_EXPORT __attribute__((visibility("default")))
/// Hides a member of a class that is shown.
#define KOKORO_LOCAL __attribute__((visibility("hidden")))

namespace kokoro {

/// The published generations of Kokoro: they differ in vocabulary, voice rows and text front end, not in the network.
enum class ModelVersion { v0_19, v1_0 };

inline constexpr ModelVersion kDefaultVersion = ModelVersion::v1_0;
inline constexpr int kSampleRateHz = 24000;

/// "v1.0", as users write it.
KOKORO_EXPORT std::string_view version_name(ModelVersion version);

/// "v1_0", as folders are named.
KOKORO_EXPORT std::string_view version_folder(ModelVersion version);

/// Accepts v1.0, 1.0, v1_0, v0.19, 0.19, v0_19; nothing for anything else.
KOKORO_EXPORT std::optional<ModelVersion> parse_version(std::string_view text);

/// The version of this program and library, "1.2.3": the one of the top CMakeLists.txt.
KOKORO_EXPORT std::string_view program_version();

}  // namespace kokoro
