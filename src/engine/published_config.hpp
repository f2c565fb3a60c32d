#pragma once

#include <kokoro/version.hpp>

#include "base/blob.hpp"

namespace kokoro::engine {

/// The config.json of a published version, for weights that come without one: ONNX exports, most copies of v0.19.
Blob published_config(ModelVersion version);

}  // namespace kokoro::engine
