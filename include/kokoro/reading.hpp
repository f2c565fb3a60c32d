#pragma once

#include <cstdint>
#include <string>

namespace kokoro {

/// What is put into words before a text is read. The first group is Kokoro-FastAPI's `normalization_options`, by the
/// same names; units are on by default here, since they are read after numbers only.
struct NormalizationOptions {
  bool normalize = true;                             ///< false: the text is read as it is, Markdown and all
  bool unit_normalization = true;                    ///< "10 kB" is ten kilobytes
  bool url_normalization = true;                     ///< addresses, domains, paths and file names
  bool email_normalization = true;                   ///< "me at foo dot org"
  bool optional_pluralization_normalization = true;  ///< "file(s)" is "files"
  bool phone_normalization = true;                   ///< telephone numbers digit by digit, in groups
  bool replace_remaining_symbols = true;             ///< symbols that no rule took are named, or left out

  enum class Emoji : std::uint8_t { drop, name };
  enum class Code : std::uint8_t { read, skip };
  Emoji emoji = Emoji::drop;  ///< name: a short name of the well-known ones
  bool markdown = true;       ///< headings, lists, tables, links, emphasis
  Code code = Code::read;     ///< Markdown's code blocks; code inside a line is always read
  bool latex = true;          ///< formulas between $ and $, \( and \), \[ and \]

  bool operator==(const NormalizationOptions&) const = default;
};

/// How a word or a phrase of at most five words is said, by the will of the user.
struct LexiconEntry {
  std::string word;                 ///< as written; in lower case it stands for any case
  std::string pronunciation;        ///< "/ipa/", or the word in other letters
  std::string language = {};        ///< "en-us", "en" for all English; empty: every language
  std::string part_of_speech = {};  ///< "verb", "noun" …, or a tag of Penn Treebank such as "VBD"; empty: any

  bool operator==(const LexiconEntry&) const = default;
};

}  // namespace kokoro
