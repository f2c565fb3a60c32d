#pragma once

#include <expat.h>

#include <algorithm>
#include <cstdint>

namespace kokoro::text {

/// Where in its input an expat parser is. The functions that count in 64 bits are used where this expat has them, since
/// it then warns of the others; the parser's type is a template's argument because only there a name may be missing.
template <class Parser>
struct ExpatPlace {
  Parser parser;

  std::uint64_t line() const {
    if constexpr (requires { XML_GetCurrentLineNumber64(parser); }) {
      return XML_GetCurrentLineNumber64(parser);
    } else {
      return XML_GetCurrentLineNumber(parser);
    }
  }

  /// From 1.
  std::uint64_t column() const {
    if constexpr (requires { XML_GetCurrentColumnNumber64(parser); }) {
      return XML_GetCurrentColumnNumber64(parser) + 1;
    } else {
      return XML_GetCurrentColumnNumber(parser) + 1;
    }
  }

  /// Of the first byte of the event, from the start of the input.
  std::size_t byte() const {
    if constexpr (requires { XML_GetCurrentByteIndex64(parser); }) {
      return static_cast<std::size_t>(std::max<std::int64_t>(0, XML_GetCurrentByteIndex64(parser)));
    } else {
      return static_cast<std::size_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser)));
    }
  }

  /// Bytes of the event.
  std::size_t bytes() const {
    if constexpr (requires { XML_GetCurrentByteCount64(parser); }) {
      return XML_GetCurrentByteCount64(parser);
    } else {
      return static_cast<std::size_t>(std::max(0, XML_GetCurrentByteCount(parser)));
    }
  }
};

}  // namespace kokoro::text
