#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace kokoro::text {

/// What Mandarin needs to know: words with their frequencies and the emissions of a hidden Markov model (jieba's),
/// readings of phrases and characters (pypinyin's), and the phonemes of each syllable. Written by
/// tools/pack_mandarin.py.
///
/// The file is little-endian. A header: "kokoroZH", then ten u32: version (1), nodes, frequencies, phrases, phrase
/// syllables, characters, syllables, bytes of all syllables, emission characters, sum of all frequencies. Then arrays,
/// each padded to 8 bytes: f64 logarithms of the distinct frequencies; f64 emissions (four for each emission
/// character: begin, middle, end, single); u32 first child of each node and one more; u32 node of each phrase; u32
/// first syllable of each phrase and one more; u32 characters; u32 first byte of each syllable and one more; u16 label
/// of each node; u16 frequency of each node (0: none, else 1 + index); u16 syllables of phrases; u16 syllable of each
/// character; u16 emission characters; the syllables' bytes. Nodes stand in breadth-first order, so that children are
/// neighbours.
///
/// A view of the bytes it was opened on. Immutable: any thread may read it.
class MandarinDictionary {
 public:
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;

  /// `bytes` begin at an address divisible by 8 and outlive the dictionary. Every index in them is checked.
  /// Errors: corrupt.
  static Result<MandarinDictionary> open(std::span<const std::byte> bytes);

  /// The one inside the program.
  static const MandarinDictionary& built_in();

  /// The node below `node` for one more character.
  std::optional<Node> child(Node node, char32_t c) const;
  /// Natural logarithm of the frequency of the word that ends at `node`; nothing when none does.
  std::optional<double> log_frequency(Node node) const;
  double log_total() const { return log_total_; }
  /// Syllables of the phrase that ends at `node`, one for each character; empty when none does.
  std::span<const std::uint16_t> phrase(Node node) const;
  /// First reading of a character.
  std::optional<std::uint16_t> reading(char32_t c) const;
  /// Phonemes of a syllable, its tone included.
  std::string_view syllable(std::uint16_t id) const;
  /// Log probabilities of a character at the begin, in the middle, at the end of a word, and alone; empty: never seen.
  std::span<const double> emissions(char32_t c) const;

 private:
  MandarinDictionary() = default;
  bool is_consistent() const;

  double log_total_ = 0;
  std::span<const double> log_frequencies_;
  std::span<const double> emissions_;
  std::span<const std::uint32_t> first_child_;
  std::span<const std::uint32_t> phrase_node_;
  std::span<const std::uint32_t> phrase_begin_;
  std::span<const std::uint32_t> characters_;
  std::span<const std::uint32_t> syllable_begin_;
  std::span<const std::uint16_t> label_;
  std::span<const std::uint16_t> frequency_;
  std::span<const std::uint16_t> phrase_syllables_;
  std::span<const std::uint16_t> character_syllable_;
  std::span<const std::uint16_t> emission_characters_;
  std::string_view syllables_;
};

}  // namespace kokoro::text
