#include "text/normalize/english/mark_names.hpp"

namespace kokoro::text::english_normalization {

std::string_view mark_name(char c) {
  switch (c) {
    case '.':
      return "dot";
    case '/':
      return "slash";
    case '\\':
      return "backslash";
    case '@':
      return "at";
    case '-':
      return "dash";
    case '_':
      return "underscore";
    case '?':
      return "question mark";
    case '=':
      return "equals";
    case '&':
      return "and";
    case '#':
      return "hash";
    case '%':
      return "percent";
    case ':':
      return "colon";
    case '+':
      return "plus";
    case '~':
      return "tilde";
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '*':
      return "star";
    case '!':
      return "exclamation mark";
    case '$':
      return "dollar";
    case '\'':
      return "apostrophe";
    case '"':
      return "quote";
    default:
      return {};
  }
}

}  // namespace kokoro::text::english_normalization
