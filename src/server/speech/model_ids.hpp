#pragma once

#include <array>
#include <cstdint>
#include <kokoro/version.hpp>
#include <optional>
#include <string_view>

namespace kokoro::server {

/// A name under which clients ask for the model.
struct ModelId {
  std::string_view id;
  std::optional<ModelVersion> version;  ///< empty: the default of the server
  std::int64_t created;                 ///< when those weights were published, seconds since 1970
};

/// All of them, in the order they are listed.
inline constexpr std::array<ModelId, 6> kModelIds{{
    {"tts-1", std::nullopt, 1737936000},
    {"tts-1-hd", std::nullopt, 1737936000},
    {"gpt-4o-mini-tts", std::nullopt, 1737936000},
    {"kokoro", std::nullopt, 1737936000},
    {"kokoro-v1_0", ModelVersion::v1_0, 1737936000},
    {"kokoro-v0_19", ModelVersion::v0_19, 1735084800},
}};

/// Null for a name that is not among them.
const ModelId* find_model_id(std::string_view id);

}  // namespace kokoro::server
