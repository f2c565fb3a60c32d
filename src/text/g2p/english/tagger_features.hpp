#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kokoro::text::english {

/// What the tagger sees of a word, as hashes. `norm` and the affixes ignore case; numbers look alike.
struct WordTraits {
  std::uint32_t norm = 0;
  std::uint32_t shape = 0;
  std::array<std::uint32_t, 4> suffix{};  ///< last 1 … 4 letters
  std::uint32_t prefix1 = 0;
  std::uint32_t prefix3 = 0;
  std::uint32_t capital = 0;
  std::uint32_t tags_seen = 0;  ///< which tags the word had in training; 0 when it was rare
};

/// `tags_seen` is left for the model to fill in.
WordTraits word_traits(std::u32string_view word);

/// The traits that stand for what is before (-1, -2) and after (1, 2) a sentence.
WordTraits edge_traits(int distance);

/// Places of padding at each end of a sentence's traits.
inline constexpr std::size_t kTraitPadding = 2;
inline constexpr std::size_t kFeatures = 36;
inline constexpr std::uint8_t kStartTag = 254;  ///< stands before the first word

using FeatureHashes = std::array<std::uint32_t, kFeatures>;

/// Features of the word at `at` of padded traits, after words tagged `tag2` and then `tag1`.
FeatureHashes word_features(std::span<const WordTraits> sentence, std::size_t at, std::uint8_t tag1, std::uint8_t tag2);

}  // namespace kokoro::text::english
