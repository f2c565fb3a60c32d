#!/usr/bin/env python3
"""Records what spaCy and num2words say, for the unit tests of the English front end.

    tools/record_english_cases.py       needs PyPI's spacy 3.8 and num2words 0.5

Writes tests/data/text/english_tokens.tsv (text TAB tokens, divided by a broken bar) and english_number_words.tsv (kind
TAB digits TAB words, without "and" marks and hyphens).
"""
import pathlib
import random
import re

import spacy
from num2words import num2words

DATA = pathlib.Path(__file__).resolve().parent.parent / "tests/data/text"
ATOMS = list(".,;:!?'\"(){}<>-–—_/#*&%$£€+=~^@|…’‘“”°²") + [
    "--", "...", "US$", "'s", "n't", "km", "a.m.", "10am", "http://", "www.", ".com", ".org", ".Co", "@", "://", "A", "B",
    "ab", "Hello", "word", "x", "1", "23", "4,5", "6.7", "é", "中", "😀", "©", "Mr.", "U.S.", "can", "not", "cm", "kg", "°C.",
    "m²"] + [" "] * 14


def tokens(nlp):
    rng = random.Random(7)
    keys = [key for key in nlp.tokenizer.rules if not any(char.isspace() for char in key)]
    texts = ["don't", "I'm 5km from the U.S., aren't I?", "well-known", "10:30am", "(a.m.)", "and/or", "mail a@b.org!",
             "see https://x.org/a_b?c=d.", "$3.50-4.00", "C++ :)", "Mr. O'Neill’s co.", "e.g. x,y", "3/4 of 50%", "...wait"]
    while len(texts) < 500:
        text = "".join(rng.choice(ATOMS if rng.random() < 0.8 else keys) for _ in range(rng.randint(1, 12))).strip()
        if text:
            texts.append(text)
    return [f"{text}\t{'¦'.join(token.text for token in nlp(text))}" for text in texts]


def numbers():
    rng = random.Random(7)
    values = list(range(0, 121)) + [rng.randint(100, 9999) for _ in range(150)] + [10 ** k for k in range(2, 16)] + [
        10 ** k + rng.randint(1, 10 ** k) for k in range(3, 15)]
    rows = []
    for value in values:
        for kind in ("cardinal", "ordinal", "year"):
            if kind != "year" or value < 10000:
                rows.append((kind, str(value), num2words(value, to=kind)))
    for _ in range(80):
        number = f"{rng.randint(0, 2000)}.{rng.choice(['', '0', '00'])}{rng.randint(0, 99)}"
        rows.append(("decimal", number, num2words(float(number))))
    return ["\t".join((kind, digits, " ".join(re.findall("[a-z]+", said)))) for kind, digits, said in rows]


def write(name, rows):
    lines = ["# Made by tools/record_english_cases.py."] + rows
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    write("english_tokens.tsv", tokens(spacy.blank("en")))
    write("english_number_words.tsv", numbers())


if __name__ == "__main__":
    main()
