#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kokoro::text::english {

/// The model's file, all numbers little-endian:
///
///     "KOKOROPT" uint32 version, uint32 size of the file
///     uint8 count, tags, each a length byte and its letters
///     uint32 count, words: uint32 hash of the norm, uint8 tag (255: none is certain), uint8 kind (which tags it had)
///     uint32 offset of each of 2^16 buckets and the end, records
///
/// A record, in the bucket that the upper half of a feature's hash names: uint16 lower half, uint8 number of weights,
/// for each the tag and the weight as signed bytes.
inline constexpr std::string_view kTaggerMagic = "KOKOROPT";
inline constexpr std::uint32_t kTaggerVersion = 1;
inline constexpr std::size_t kTaggerBuckets = 1 << 16;
inline constexpr std::size_t kTaggerWordBytes = 6;
inline constexpr std::size_t kMostTags = 128;

}  // namespace kokoro::text::english
