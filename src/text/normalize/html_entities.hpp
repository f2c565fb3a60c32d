#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::text {

/// A character reference of HTML: "&amp;", "&#8217;", "&#x2019;".
struct Entity {
  std::size_t end = 0;  ///< first byte after the semicolon; 0 when there is none
  std::string text;     ///< UTF-8
};
Entity entity_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text
