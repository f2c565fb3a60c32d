#pragma once

#include <cstdint>
#include <kokoro/version.hpp>
#include <map>
#include <memory>

#include "model/backend.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {

/// A model that is ready to run. Held by shared_ptr: requests keep theirs while they run, so that dropping it is safe
/// at any time. Immutable: any thread may use it.
struct LoadedModel {
  ModelVersion version = kDefaultVersion;
  std::unique_ptr<const model::Backend> backend;

  /// The model's own symbol table, or the published one where its config has none.
  const std::map<char32_t, std::int32_t>& vocabulary() const {
    const auto& own = backend->config().vocab;
    return own.empty() ? text::vocabulary(version) : own;
  }
};

}  // namespace kokoro::engine
