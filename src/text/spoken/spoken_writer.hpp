#pragma once

#include <cstddef>
#include <string_view>

#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Builds a SpokenText from left to right: what is copied, what is said in another way, and what is left out. Keeps
/// words apart where a rewrite touches them, and leaves no double blank, and none before a mark, where something was
/// left out.
class SpokenWriter {
 public:
  explicit SpokenWriter(std::string_view source) : source_(source) {}

  void copy(std::size_t begin, std::size_t end);
  /// `glued`: an ending of the word before it, which no blank divides.
  void say(std::string_view spoken, std::size_t begin, std::size_t end, bool glued = false);
  void drop(std::size_t begin, std::size_t end);
  SpokenText finish();

 private:
  void flush_blanks(std::string_view next, bool apart);

  std::string_view source_;
  SpokenText out_;
  std::size_t blanks_begin_ = 0;  ///< blanks that wait for what follows them
  std::size_t blanks_end_ = 0;
  bool dropped_ = false;    ///< something was left out since the last word
  bool rewritten_ = false;  ///< the last thing written was no copy
};

/// `second` read a text that `first` had written: the way from its text to the source of `first`. Linear.
SpokenText compose(const SpokenText& second, const SpokenText& first);

}  // namespace kokoro::text
