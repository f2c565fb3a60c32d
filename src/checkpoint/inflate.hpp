#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkpoint/zip_archive.hpp"

namespace kokoro::checkpoint {

/// The content of a deflated entry. Memory grows with what is really there, never past the size that the archive
/// states, which in turn is held to `limit` bytes.
/// Errors: too_large, corrupt (damaged stream, other size or checksum than stated).
Result<std::shared_ptr<const std::vector<std::byte>>> inflate_entry(const ZipEntry& entry, std::size_t limit,
                                                                    const std::string& file);

}  // namespace kokoro::checkpoint
