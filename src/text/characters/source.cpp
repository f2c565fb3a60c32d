#include "text/characters/source.hpp"

#include <utf8proc.h>

namespace kokoro::text {

Source::Source(std::string_view text) : text_(text) {
  chars_.reserve(text.size());
  bytes_.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size();) {
    utf8proc_int32_t c = 0;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i);
    const utf8proc_ssize_t length = utf8proc_iterate(at, static_cast<utf8proc_ssize_t>(text.size() - i), &c);
    bytes_.push_back(i);
    chars_.push_back(length > 0 ? static_cast<char32_t>(c) : U'\uFFFD');
    i += length > 0 ? static_cast<std::size_t>(length) : 1;
  }
  bytes_.push_back(text.size());
}

}  // namespace kokoro::text
