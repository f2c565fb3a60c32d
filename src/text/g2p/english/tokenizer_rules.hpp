#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kokoro::text::english {

/// The rules of the tokeniser for one run of characters without white space.
class TokenizerRules {
 public:
  /// Built on first use.
  static const TokenizerRules& instance();

  static bool is_white_space(char32_t c);

  /// Lengths of the pieces of a form that is cut in its own way, the unused ones 0; null for other forms.
  const std::array<std::uint8_t, 3>* special_case(std::u32string_view form) const;

  /// Characters to cut off at the start or the end, 0 for none.
  std::size_t prefix(std::u32string_view run) const;
  std::size_t suffix(std::u32string_view run) const;

  /// Length of the infix at `at`, 0 for none.
  std::size_t infix(std::u32string_view run, std::size_t at) const;

  /// Appends the end of each piece of `run`, which starts at `begin` of the text.
  void cut(std::u32string_view run, std::size_t begin, bool special_cases, std::vector<std::size_t>& ends) const;

  /// Special cases that are looked for among tokens, as the tokens that they make without special cases; by the first.
  using Sequence = std::vector<std::u32string>;
  const std::vector<Sequence>* sequences(const std::u32string& first) const;

 private:
  TokenizerRules();
  void cut_core(std::u32string_view core, std::size_t begin, bool special_cases, std::vector<std::size_t>& ends) const;

  static constexpr std::size_t kTableSize = 0x3000;  ///< code points whose classes are looked up directly
  std::uint8_t classes_of(char32_t c) const;
  bool is(char32_t c, std::uint8_t kind) const { return (classes_of(c) & kind) != 0; }

  std::vector<std::uint8_t> classes_;
  std::unordered_map<std::u32string_view, std::array<std::uint8_t, 3>> special_cases_;
  std::size_t longest_special_ = 0;
  std::unordered_map<std::u32string, std::vector<Sequence>> sequences_;
};

}  // namespace kokoro::text::english
