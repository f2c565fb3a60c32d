#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "text/characters/script.hpp"
#include "text/characters/source.hpp"
#include "text/g2p/reading_options.hpp"

namespace kokoro::text {

/// A span of a text that another language than the text's own reads.
struct ForeignRun {
  std::size_t begin = 0;  ///< code points
  std::size_t end = 0;
  std::string_view tag;  ///< the language: ja, zh or en-us
};

/// How a language shares a text with others.
struct ForeignRules {
  /// Scripts that it reads itself; all others, when it is Japanese or Mandarin.
  bool reads_han = false;
  bool reads_kana = false;
  bool reads_others = false;
  /// Digits behind foreign letters are read in the text's own language: "PM2.5", "A4".
  bool reads_digits = false;
  /// End of what looks foreign at a place but is the language's own ("km" after a number); the place, if nothing is.
  /// May be empty.
  std::function<std::size_t(const Source&, std::size_t)> own_end = nullptr;
};

/// The foreign runs of a text, in order. A run of Latin or other letters takes along the digits, dots and hyphens that
/// are attached to it ("GPT-4", "https://…") and single spaces between its words. A run of Han and kana takes along
/// digits before it and marks inside it. Han is read as Japanese when kana stand in the same run or anywhere in the
/// text, or when the options say so, else as Mandarin. Words whose phonemes are given are in none, and without units in
/// the options none is the language's own. A paragraph that says nothing in the text's own language goes to the others
/// as a whole, with its punctuation. Linear.
std::vector<ForeignRun> find_foreign_runs(const Source& source, const ForeignRules& rules,
                                          const ReadingOptions& options);

/// Whether a text has kana anywhere.
bool holds_kana(const Source& source);

}  // namespace kokoro::text
