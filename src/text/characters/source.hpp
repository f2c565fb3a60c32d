#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// A text as code points, each with its place in the bytes. Invalid bytes become U+FFFD, one each. Immutable.
class Source {
 public:
  explicit Source(std::string_view text);

  std::size_t size() const { return chars_.size(); }
  char32_t operator[](std::size_t i) const { return i < chars_.size() ? chars_[i] : U'\0'; }
  std::u32string_view chars(std::size_t begin, std::size_t end) const {
    return std::u32string_view(chars_).substr(begin, end - begin);
  }
  /// First byte of code point `i`; the size of the text for i == size().
  std::size_t byte(std::size_t i) const { return bytes_[i]; }
  std::string_view text(std::size_t begin, std::size_t end) const {
    return text_.substr(bytes_[begin], bytes_[end] - bytes_[begin]);
  }

 private:
  std::string_view text_;
  std::u32string chars_;
  std::vector<std::size_t> bytes_;  ///< one more than chars_
};

}  // namespace kokoro::text
