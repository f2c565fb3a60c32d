#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text::english {

/// What "[word](/phonemes/)" asks for the words between the brackets.
struct Request {
  std::size_t begin = 0;  ///< code points of the plain text
  std::size_t end = 0;
  std::optional<std::u32string> phonemes;
  std::optional<double> stress;
  std::string number_flags;
};

/// A text without its markup.
struct PlainText {
  std::u32string text;
  std::vector<std::size_t> origin;  ///< code point of the written text for each of `text`, and one for the end
  std::vector<Request> requests;    ///< in order, not overlapping
};

/// Reads misaki's markup: [word](/fˈOnimz/) gives the phonemes, [word](-1) or (+0.5) changes the stress, [1](#a#) the
/// way a number is said. Of other links only the words stay. Linear.
PlainText read_markup(std::u32string_view text);

}  // namespace kokoro::text::english
