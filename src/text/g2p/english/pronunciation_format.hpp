#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kokoro::text::english {

/// The file, all numbers little-endian uint32:
///
///     "KOKOROLX" version size_of_file
///     count, code points of the phonemes (code 0 is the first)
///     count, tags, each a length byte and its letters
///     twice (gold, silver): words, log2(buckets), bytes of records, offset of each bucket and the end, records
///
/// A record: length of the word, the word, number of variants; for each the tag's index, a length byte and as many
/// codes, or the length kSpelled alone.
inline constexpr std::string_view kTableMagic = "KOKOROLX";
inline constexpr std::uint32_t kTableVersion = 1;
inline constexpr std::uint8_t kSpelled = 255;
inline constexpr std::uint32_t kMostBucketBits = 24;

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian and used in place");

inline std::uint32_t table_number(const std::uint8_t* bytes) {
  std::uint32_t value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

/// FNV-1a with a last mix; its upper bits choose the bucket.
inline std::uint32_t table_hash(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char c : word) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  hash ^= hash >> 15;
  return hash * 0x2C1B3C6DU;
}

inline std::size_t table_bucket(std::string_view word, std::uint32_t bits) {
  return bits == 0 ? 0 : table_hash(word) >> (32 - bits);
}

}  // namespace kokoro::text::english
