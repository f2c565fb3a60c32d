#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// The share of one written word in the phonemes of the piece it stands in.
struct WordShare {
  std::string phonemes;      ///< may hold spaces, when the word is said as several
  bool space_after = false;  ///< the piece has a space between this word and the next
};

/// Divides the phonemes of a piece ("ɪnðə kˈæt") among its written words, given what each says alone ("ɪn", "ðə",
/// "kˈæt"): espeak-ng joins some words and expands others. Nothing of `piece` is lost: the shares and their spaces
/// joined are `piece`. Cost: words of the piece times a band of 200 phonemes.
std::vector<WordShare> align_words(std::string_view piece, const std::vector<std::string>& alone);

/// The words of a phoneme string.
std::vector<std::string_view> split_spaces(std::string_view text);

}  // namespace kokoro::text
