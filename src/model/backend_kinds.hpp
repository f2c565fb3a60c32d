#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <span>

#include "model/backend.hpp"

namespace kokoro::model {

/// A way to run the network that this program was built with.
struct BackendKind {
  Capabilities (*capabilities)();
  std::unique_ptr<Backend> (*make)(const BackendOptions& options);
};

/// The kinds, the best first. Those whose device this machine lacks are not among them. A backend for another device is
/// one more row here; nothing above this layer knows of it.
std::span<const BackendKind> backend_kinds();

/// The kind that has the device of the options, or the best for "auto".
/// Errors: invalid_input with param "device" (names the devices), unsupported with param "precision".
Result<const BackendKind*> choose_backend(const BackendOptions& options);

}  // namespace kokoro::model
