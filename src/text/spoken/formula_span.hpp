#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text {

/// A LaTeX formula in running text: between $ and $, $$ and $$, \( and \), \[ and \].
struct FormulaSpan {
  std::size_t begin = 0;  ///< of what is inside
  std::size_t inside_end = 0;
  std::size_t end = 0;  ///< first byte after the closing sign; 0 when there is no formula
};

/// The formula that opens at `at`. "$5 and $10" is none. Looks at no more than 600 bytes.
FormulaSpan formula_span_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text
