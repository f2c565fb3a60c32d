#include "store/published_files.hpp"

#include <fmt/format.h>

#include <array>

namespace kokoro::store {
namespace {

constexpr std::array<std::string_view, 54> kVoicesV1{
    "af_alloy",    "af_aoede",    "af_bella",   "af_heart", "af_jessica", "af_kore",   "af_nicole",   "af_nova",
    "af_river",    "af_sarah",    "af_sky",     "am_adam",  "am_echo",    "am_eric",   "am_fenrir",   "am_liam",
    "am_michael",  "am_onyx",     "am_puck",    "am_santa", "bf_alice",   "bf_emma",   "bf_isabella", "bf_lily",
    "bm_daniel",   "bm_fable",    "bm_george",  "bm_lewis", "ef_dora",    "em_alex",   "em_santa",    "ff_siwis",
    "hf_alpha",    "hf_beta",     "hm_omega",   "hm_psi",   "if_sara",    "im_nicola", "jf_alpha",    "jf_gongitsune",
    "jf_nezumi",   "jf_tebukuro", "jm_kumo",    "pf_dora",  "pm_alex",    "pm_santa",  "zf_xiaobei",  "zf_xiaoni",
    "zf_xiaoxiao", "zf_xiaoyi",   "zm_yunjian", "zm_yunxi", "zm_yunxia",  "zm_yunyang"};

constexpr std::array<std::string_view, 11> kVoicesV019{"af",          "af_bella",  "af_nicole",  "af_sarah",
                                                       "af_sky",      "am_adam",   "am_michael", "bf_emma",
                                                       "bf_isabella", "bm_george", "bm_lewis"};

/// Folder of a version's files on the server. v1.0 is pinned, as its hashes below are of that revision.
std::string_view remote_folder(ModelVersion version) {
  return version == ModelVersion::v0_19 ? "hexgrad/kLegacy/resolve/main/v0.19"
                                        : "hexgrad/Kokoro-82M/resolve/f3ff3571791e39611d31c381e3a41a3af07b4987";
}

}  // namespace

std::span<const std::string_view> published_voices(ModelVersion version) {
  if (version == ModelVersion::v0_19) return kVoicesV019;
  return kVoicesV1;
}

std::vector<RemoteFile> model_files(const Home& home, ModelVersion version) {
  const bool legacy = version == ModelVersion::v0_19;
  const std::string weights = legacy ? "kokoro-v0_19.pth" : "kokoro-v1_0.pth";
  return {{.url_path = fmt::format("{}/config.json", remote_folder(version)),
           .target = home.config_file(version),
           .content = Content::json,
           .sha256 = legacy ? "" : "5abb01e2403b072bf03d04fde160443e209d7a0dad49a423be15196b9b43c17f",
           .min_bytes = 100},
          {.url_path = fmt::format("{}/{}", remote_folder(version), weights),
           .target = home.models_folder(version) / weights,
           .content = Content::zip,
           .sha256 = legacy ? "3b0c392f87508da38fad3a2f9d94c359f1b657ebd2ef79f9d56d69503e470b0a"
                            : "496dba118d1a58f5f3db2efc88dbdc216e0483fc89fe6e47ee1f2c53f18ad1e4",
           .min_bytes = legacy ? 100'000'000U : 327'212'226U}};
}

RemoteFile voice_file(const Home& home, ModelVersion version, std::string_view voice) {
  // A pack holds 510 (v1.0) or 511 (v0.19) rows of 256 float32.
  const std::uint64_t floats = (version == ModelVersion::v0_19 ? 511U : 510U) * 256U;
  const bool known = version == ModelVersion::v1_0 && voice == "af_heart";
  return {.url_path = fmt::format("{}/voices/{}.pt", remote_folder(version), voice),
          .target = home.voices_folder(version) / fmt::format("{}.pt", voice),
          .content = Content::zip,
          .sha256 = known ? "0ab5709b8ffab19bfd849cd11d98f75b60af7733253ad0d67b12382a102cb4ff" : "",
          .min_bytes = floats * sizeof(float)};
}

}  // namespace kokoro::store
