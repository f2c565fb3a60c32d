#pragma once

#include <cstddef>
#include <memory>

namespace kokoro {

/// `bytes` zeros of the process's own, at the start of a page, in huge pages where the system gives them. Throws
/// std::bad_alloc.
std::shared_ptr<std::byte> allocate_pages(std::size_t bytes);

}  // namespace kokoro
