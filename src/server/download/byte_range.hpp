#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kokoro::server {

/// Bytes [begin, begin + length) of a body.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t length = 0;  ///< 0: nothing of the body is asked for
};

/// What a Range header (RFC 9110 section 14) asks of `size` bytes: "bytes=0-99", "bytes=100-", "bytes=-100". Nothing,
/// which means the whole body, for another unit, for what is malformed and for several ranges at once; an empty range
/// for one that lies outside.
std::optional<ByteRange> parse_range(std::string_view header, std::uint64_t size);

}  // namespace kokoro::server
