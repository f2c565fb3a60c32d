#include "text/normalize/html_entities.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/characters/bytes.hpp"

namespace kokoro::text {
namespace {

struct Named {
  std::string_view name, text;
};
constexpr Named kNamed[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
    {"ensp", " "},   {"emsp", " "},   {"thinsp", " "}, {"shy", ""},     {"zwj", ""},     {"zwnj", ""},
    {"ndash", "–"},  {"mdash", "—"},  {"lsquo", "‘"},  {"rsquo", "’"},  {"sbquo", "‚"},  {"ldquo", "“"},
    {"rdquo", "”"},  {"bdquo", "„"},  {"laquo", "«"},  {"raquo", "»"},  {"hellip", "…"}, {"bull", "•"},
    {"middot", "·"}, {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"deg", "°"},    {"plusmn", "±"},
    {"times", "×"},  {"divide", "÷"}, {"minus", "−"},  {"frac12", "½"}, {"frac14", "¼"}, {"frac34", "¾"},
    {"sup2", "²"},   {"sup3", "³"},   {"micro", "µ"},  {"para", "¶"},   {"sect", "§"},   {"cent", "¢"},
    {"pound", "£"},  {"euro", "€"},   {"yen", "¥"},    {"larr", "←"},   {"rarr", "→"},   {"harr", "↔"},
    {"le", "≤"},     {"ge", "≥"},     {"ne", "≠"},     {"asymp", "≈"},  {"infin", "∞"},  {"sum", "∑"},
    {"radic", "√"},  {"alpha", "α"},  {"beta", "β"},   {"gamma", "γ"},  {"delta", "δ"},  {"pi", "π"},
    {"omega", "ω"},  {"aacute", "á"}, {"eacute", "é"}, {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"},
    {"agrave", "à"}, {"egrave", "è"}, {"ograve", "ò"}, {"acirc", "â"},  {"ecirc", "ê"},  {"icirc", "î"},
    {"ocirc", "ô"},  {"ucirc", "û"},  {"auml", "ä"},   {"euml", "ë"},   {"iuml", "ï"},   {"ouml", "ö"},
    {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"Eacute", "É"}, {"szlig", "ß"},
    {"ntilde", "ñ"}, {"Ntilde", "Ñ"}, {"ccedil", "ç"}, {"oelig", "œ"},  {"aelig", "æ"},  {"oslash", "ø"},
    {"aring", "å"},  {"iexcl", "¡"},  {"iquest", "¿"}, {"ordm", "º"},   {"ordf", "ª"}};

}  // namespace

Entity entity_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBytes = 12;
  if (byte_at(text, at) != '&') return {};
  const std::string_view window = text.substr(at, kMostBytes);
  const std::size_t semicolon = window.find(';');
  if (semicolon == std::string_view::npos || semicolon < 2) return {};
  std::string_view name = window.substr(1, semicolon - 1);
  Entity out;
  out.end = at + semicolon + 1;
  if (name.front() != '#') {
    for (const Named& entity : kNamed) {
      if (entity.name != name) continue;
      out.text = entity.text;
      return out;
    }
    return {};
  }
  name.remove_prefix(1);
  const bool hex = !name.empty() && ascii_lower(name.front()) == 'x';
  if (hex) name.remove_prefix(1);
  if (name.empty()) return {};
  char32_t value = 0;
  for (const char c : name) {
    const char l = ascii_lower(c);
    const bool digit = is_digit_byte(l);
    if (!digit && !(hex && l >= 'a' && l <= 'f')) return {};
    value = value * (hex ? 16U : 10U) + static_cast<char32_t>(digit ? l - '0' : l - 'a' + 10);
    if (value > 0x10FFFF) return {};
  }
  if (value == 0 || (value >= 0xD800 && value <= 0xDFFF)) return {};
  append_utf8(out.text, value);
  return out;
}

}  // namespace kokoro::text
