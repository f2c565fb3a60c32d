#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text {

/// Cuts a text into blocks that can be read one after the other, so that its beginning can be spoken before its end was
/// looked at. The first block is short, later ones grow. A block ends at a blank line or at a line that ends a
/// paragraph, in a long paragraph at the end of a sentence, and elsewhere only when nothing like that is near: not in
/// Markdown's code, not in speech markup; a run of thousands of characters without a blank is cut anywhere. Linear.
class Blocks {
 public:
  struct Block {
    std::size_t begin = 0;  ///< bytes
    std::size_t end = 0;
    bool ends_paragraph = false;  ///< false: the next block goes on in the same paragraph
  };

  /// `text` outlives this.
  explicit Blocks(std::string_view text) : text_(text) {}

  /// Nothing but blanks is left.
  bool done() const { return text_.find_first_not_of(" \t\r\n", at_) == std::string_view::npos; }
  /// Requires !done().
  Block next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t aim_ = kFirstBlockBytes;

  static constexpr std::size_t kFirstBlockBytes = 400;
  static constexpr std::size_t kMostBlockBytes = 8192;
};

}  // namespace kokoro::text
