#!/usr/bin/env python3
"""Writes the tables of the English tokeniser from spaCy's rules.

    tools/make_english_tokenizer.py            needs PyPI's spacy 3.8; writes src/text/g2p/english/tokenizer_tables.cpp

What spaCy says with regular expressions over listed characters becomes ranges of code points and lists of literals;
the expressions around them are code in tokenizer.cpp. spaCy's data is MIT licensed, see NOTICE.
"""
import pathlib
import re
import sys

import spacy
from spacy.lang import char_classes as classes
from spacy.symbols import ORTH

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/text/g2p/english/tokenizer_tables.cpp"
SURROGATES = range(0xD800, 0xE000)


def members(pattern):
    """Code points that a pattern of one character matches."""
    match = re.compile(pattern).fullmatch
    return [code for code in range(0x110000) if code not in SURROGATES and match(chr(code))]


def ranges(codes):
    found = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def literal(text):
    """A u"" literal in ASCII."""
    out = []
    for char in text:
        code = ord(char)
        if char in "\"\\":
            out.append("\\" + char)
        elif 0x20 <= code < 0x7F and char != "?":
            out.append(char)
        elif char == "?":
            out.append("\\?")
        elif code < 0x80:
            out.append(f"\\{code:03o}")
        elif code < 0xA0:
            out.append(f"\\x{code:x}\" U\"")
        elif code < 0x10000:
            out.append(f"\\u{code:04x}")
        else:
            out.append(f"\\U{code:08x}")
    return 'U"' + "".join(out) + '"'


def wrapped(items, indent="    ", width=118):
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 1 > width:
            lines.append(line.rstrip())
            line = indent
        line += item + " "
    return "\n".join(lines + [line.rstrip()])


def range_table(name, pattern):
    items = [f"{{0x{first:X}, 0x{last:X}}}," for first, last in ranges(members(pattern))]
    return f"constexpr CodeRange {name}[] = {{\n{wrapped(items)}}};\n"


def plain(pattern):
    """The literal that a pattern stands for, or None."""
    text = re.sub(r"\\(.)", r"\1", pattern)
    if re.fullmatch(r"(\\\W|[^\\\[\](){}*+?.^$|])+", pattern):
        return text
    return None


def string_table(name, words):
    return f"constexpr std::u32string_view {name}[] = {{\n{wrapped([literal(w) + ',' for w in words])}}};\n"


def main():
    nlp = spacy.blank("en")
    tokenizer = nlp.tokenizer
    prefixes = [plain(p) for p in nlp.Defaults.prefixes if p.strip()]
    suffixes = [plain(p) for p in nlp.Defaults.suffixes if p.strip()]
    prefixes = [p for p in prefixes if p]
    suffixes = [s for s in suffixes if s]
    prefix_chars = "".join(sorted({p for p in prefixes if len(p) == 1}))
    # The first alternative of spaCy's expression wins: a longer one that begins with a shorter never matches.
    prefix_words = sorted(p for p in prefixes if len(p) > 1 and p[0] not in prefix_chars)
    suffix_chars = "".join(sorted({s for s in suffixes if len(s) == 1}))
    suffix_words = sorted({s for s in suffixes if len(s) > 1})
    currency = sorted({re.sub(r"\\(.)", r"\1", c) for c in classes.LIST_CURRENCY})
    units = sorted({u for u in classes.LIST_UNITS})
    dot_rule = next(s for s in nlp.Defaults.suffixes if s.startswith(r"(?<=[0-9") and s.endswith(r"\.") and len(s) > 100)
    before_dot = re.compile(dot_rule + "$")
    lower = set(members(f"[{classes.ALPHA_LOWER}]"))
    dots = "".join(chr(c) for c in range(0x10000)
                   if c not in SURROGATES and c not in lower and before_dot.search(chr(c) + "."))
    quotes = "".join(chr(c) for c in members(f"[{classes.CONCAT_QUOTES}]"))
    cases = []
    for key, pieces in sorted(tokenizer.rules.items(), key=lambda rule: [ord(c) for c in rule[0]]):
        lengths = [len(piece[ORTH]) for piece in pieces]
        assert sum(lengths) == len(key) and len(lengths) <= 3
        searched = bool(tokenizer.find_prefix(key) or tokenizer.find_infix(key) or tokenizer.find_suffix(key)
                        or " " in key)
        lengths += [0] * (3 - len(lengths))
        cases.append(f"    {{{literal(key)}, {{{', '.join(map(str, lengths))}}}, {str(searched).lower()}}},")
    out = f"""// Made by tools/make_english_tokenizer.py from spaCy {spacy.__version__} (MIT License, Copyright (C) 2016-2024
// ExplosionAI GmbH, 2016 spaCy GmbH, 2015 Matthew Honnibal). clang-format off
#include "text/g2p/english/tokenizer_tables.hpp"

namespace kokoro::text::english {{
namespace {{

{range_table("kAlpha", f"[{classes.ALPHA}]")}
{range_table("kLower", f"[{classes.ALPHA_LOWER}]")}
{range_table("kUpper", f"[{classes.ALPHA_UPPER}]")}
{range_table("kIcons", classes.LIST_ICONS[0])}
{string_table("kPrefixWords", prefix_words)}
{string_table("kSuffixWords", suffix_words)}
{string_table("kCurrency", currency)}
{string_table("kUnits", units)}
constexpr SpecialCase kSpecialCases[] = {{
{chr(10).join(cases)}
}};

}}  // namespace

const TokenizerTables& tokenizer_tables() {{
  static const TokenizerTables kTables{{
      .alpha = kAlpha,
      .lower = kLower,
      .upper = kUpper,
      .icons = kIcons,
      .prefix_chars = {literal(prefix_chars)},
      .prefix_words = kPrefixWords,
      .suffix_chars = {literal(suffix_chars)},
      .suffix_words = kSuffixWords,
      .currency = kCurrency,
      .units = kUnits,
      .before_dot = {literal(dots)},
      .quotes = {literal(quotes)},
      .special_cases = kSpecialCases,
  }};
  return kTables;
}}

}}  // namespace kokoro::text::english
"""
    TARGET.write_text(out, encoding="utf-8")
    print(f"{TARGET.name}: {len(cases)} special cases, {len(prefix_chars)} prefix and {len(suffix_chars)} suffix "
          f"characters, {len(units)} units", file=sys.stderr)


if __name__ == "__main__":
    main()
