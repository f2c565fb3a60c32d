#pragma once

#include <string>

#include "base/blob.hpp"

namespace kokoro::checkpoint {

/// A hash that is another one when the content of a checkpoint is: of the checksums that a ZIP archive's directory
/// keeps of its entries (microseconds), of all bytes for other formats.
std::string fingerprint(const Blob& blob);

}  // namespace kokoro::checkpoint
