#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kokoro::text::english_normalization {

struct Abbreviation {
  enum class Kind : std::uint8_t {
    title,     ///< before a name: its dot never ends a sentence
    number,    ///< before a number only
    anywhere,  ///< its dot ends the sentence when a capital or nothing follows
    name,      ///< after a name, as "Jr." and "Inc." are; the same
    phrase,    ///< never at the end: "e.g."
  };
  std::string_view written;  ///< without its last dot, as it is spelled
  std::string_view spoken;
  Kind kind = Kind::anywhere;
  bool bare = false;  ///< is one without its dot too
};

std::span<const Abbreviation> abbreviations();

}  // namespace kokoro::text::english_normalization
