#include "store/published_files.hpp"

#include <fmt/format.h>

#include "store/published_voices.hpp"

namespace kokoro::store {
namespace {

/// Configs and packs are small; of the config of v0.19 no hash is known.
constexpr std::uint64_t kLargestConfig = 64U << 10U;
constexpr std::uint64_t kConfigBytesV1 = 2351;
constexpr std::uint64_t kWeightBytesV1 = 327'212'226;
constexpr std::uint64_t kWeightBytesV019 = 327'211'206;

/// Folder of a version's files on the server. v1.0 is pinned, as its hashes below are of that revision.
std::string_view remote_folder(ModelVersion version) {
  return version == ModelVersion::v0_19 ? "hexgrad/kLegacy/resolve/main/v0.19"
                                        : "hexgrad/Kokoro-82M/resolve/f3ff3571791e39611d31c381e3a41a3af07b4987";
}

}  // namespace

std::vector<RemoteFile> model_files(const Home& home, ModelVersion version) {
  const bool legacy = version == ModelVersion::v0_19;
  const std::string weights = legacy ? "kokoro-v0_19.pth" : "kokoro-v1_0.pth";
  return {{.url_path = fmt::format("{}/config.json", remote_folder(version)),
           .target = home.config_file(version),
           .content = Content::json,
           .sha256 = legacy ? "" : "5abb01e2403b072bf03d04fde160443e209d7a0dad49a423be15196b9b43c17f",
           .min_bytes = legacy ? 100 : kConfigBytesV1,
           .max_bytes = legacy ? kLargestConfig : kConfigBytesV1},
          {.url_path = fmt::format("{}/{}", remote_folder(version), weights),
           .target = home.models_folder(version) / weights,
           .content = Content::zip,
           .sha256 = legacy ? "3b0c392f87508da38fad3a2f9d94c359f1b657ebd2ef79f9d56d69503e470b0a"
                            : "496dba118d1a58f5f3db2efc88dbdc216e0483fc89fe6e47ee1f2c53f18ad1e4",
           .min_bytes = legacy ? kWeightBytesV019 : kWeightBytesV1,
           .max_bytes = legacy ? kWeightBytesV019 : kWeightBytesV1}};
}

RemoteFile voice_file(const Home& home, ModelVersion version, std::string_view voice) {
  const PublishedVoice& published = *find_published_voice(version, voice);
  return {.url_path = fmt::format("{}/voices/{}.pt", remote_folder(version), voice),
          .target = home.voices_folder(version) / fmt::format("{}.pt", voice),
          .content = Content::zip,
          .sha256 = std::string(published.sha256),
          .min_bytes = published.bytes,
          .max_bytes = published.bytes};
}

}  // namespace kokoro::store
