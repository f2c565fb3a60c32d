#pragma once

#include <cstdint>

namespace kokoro::text {

/// What is rewritten before a text is read. The first group is Kokoro-FastAPI's `normalization_options`, by the same
/// names; units are on by default here, since they are read after numbers only.
struct NormalizeOptions {
  bool normalize = true;                             ///< false: the text is read as it is, markup and all
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
};

}  // namespace kokoro::text
