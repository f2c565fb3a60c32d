#pragma once

#include <cstdint>
#include <kokoro/version.hpp>
#include <span>
#include <string_view>

namespace kokoro::store {

/// A published voice pack: what its file must be.
struct PublishedVoice {
  std::string_view name;
  std::string_view sha256;  ///< lower-case
  std::uint64_t bytes = 0;
};

/// Names of the published voices of a version, sorted.
std::span<const std::string_view> published_voices(ModelVersion version);

/// Null when there is no such voice.
const PublishedVoice* find_published_voice(ModelVersion version, std::string_view name);

}  // namespace kokoro::store
