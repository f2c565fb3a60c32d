#!/usr/bin/env python3
"""Compares how the English front end reads a text with PyPI's misaki 0.9.4, word by word.

    python3 -m venv build/venv && build/venv/bin/pip install misaki==0.9.4 spacy num2words phonemizer-fork espeakng-loader
    script/build release english_tokens
    build/venv/bin/python tools/g2p_compare.py --lexicon LEXICON [--gb] CORPUS
    build/venv/bin/python tools/g2p_compare.py --lexicon LEXICON --treebank FILE

CORPUS: one sentence a line (lines that start with "# " are left out), or `kind TAB sentence`. misaki gets the tags of
the program's own tagger, so that every difference is one of rules. --treebank FILE: sentences with reference tags
(word TAB tag, empty line after each); both sides get the reference tags, then the program takes its own while misaki
keeps the reference. --record FOLDER writes what misaki says, for the tests, and the part of its dictionaries that it
looked at.

misaki's own spaCy model is not on PyPI: the tokens are spaCy's, the tags are given. Its espeak-ng is the system's.
"""
import argparse
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SYSTEM_ESPEAK = "libespeak-ng.so.1"


class WatchedDictionary(dict):
    """Remembers which words were found."""

    def __init__(self, content):
        super().__init__(content)
        self.found = set()

    def note(self, key):
        if dict.__contains__(self, key):
            self.found.add(key)

    def __contains__(self, key):
        self.note(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        self.note(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.note(key)
        return super().__getitem__(key)


class Oracle:
    """misaki's English with given tags."""

    def __init__(self, british):
        import spacy
        import spacy.training  # noqa: F401  (misaki uses it without importing it)
        from spacy.language import Language
        from misaki import en, espeak
        from phonemizer.backend.espeak.wrapper import EspeakWrapper

        EspeakWrapper.set_library(SYSTEM_ESPEAK)
        EspeakWrapper._ESPEAK_DATA_PATH = None  # the library's own
        oracle = self
        self.tags = None

        @Language.component("given_tags")
        def given_tags(doc):
            for token in doc:
                token.tag_ = oracle.tags[token.i] if oracle.tags else "NN"
            return doc

        self.nlp = spacy.blank("en")
        self.nlp.add_pipe("given_tags")
        self.en = en
        self.g2p = en.G2P.__new__(en.G2P)
        self.g2p.version, self.g2p.british, self.g2p.unk = None, british, ""
        self.g2p.nlp = self.nlp
        self.g2p.lexicon = en.Lexicon(british)
        self.g2p.lexicon.golds = WatchedDictionary(self.g2p.lexicon.golds)
        self.g2p.lexicon.silvers = WatchedDictionary(self.g2p.lexicon.silvers)
        self.g2p.fallback = espeak.EspeakFallback(british=british)

    def plain(self, text):
        return self.en.G2P.preprocess(text)[0]

    def tokens(self, text):
        self.tags = None
        return [token.text for token in self.nlp(self.plain(text))]

    def words(self, text, tags):
        """(text, phonemes, space after) of each word; None where misaki fails."""
        self.tags = tags
        try:
            _, tokens = self.g2p(text)
        except Exception as error:  # misaki's own mistakes on odd input
            print(f"misaki fails on {text!r}: {type(error).__name__}: {error}", file=sys.stderr)
            return None
        return [(token.text, token.phonemes or "", bool(token.whitespace)) for token in tokens]


def run_program(arguments, lines):
    """The program's tokens, tags and words for each line of input."""
    program = ROOT / "build/release/bin/english_tokens"
    result = subprocess.run([program, *arguments], input="\n".join(lines) + "\n", capture_output=True, text=True,
                            check=True)
    answers = []
    for block in result.stdout.split("\n\n")[:len(lines)]:
        tokens, words, failed = [], [], False
        for row in block.split("\n"):
            fields = row.split("\t")
            if fields[0] == "token":
                tokens.append((fields[1], fields[2]))
            elif fields[0] == "word":
                words.append((fields[1], fields[2], fields[3] == "1"))
            elif fields[0] == "error":
                failed = True
        answers.append((tokens, None if failed else words))
    return answers


def read_corpus(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            rows.append(line.split("\t", 1) if "\t" in line else ["", line])
    return rows


NO_SPACE_BEFORE = set(".,!?;:%)]}'") | {"''", "”", "’", "...", "n't", "n’t", "'s", "'re", "'ve", "'ll", "'d", "'m",
                                           "’s", "’re", "’ve", "’ll", "’d", "’m", "'S", "not_"}
NO_SPACE_AFTER = set("([{$#£€") | {"``", "“", "‘"}


def detokenized(tokens):
    """Running text of a treebank's sentence."""
    text, glue, quote = "", True, False
    for word, tag in tokens:
        opening = word in ('"', "'") and (tag == "``" or (tag != "''" and not quote))
        closing = word in ('"', "'") and not opening
        joined = glue or closing or (word in NO_SPACE_BEFORE and not opening) or tag in ("HYPH", "POS")
        text += ("" if joined or not text else " ") + word
        quote = opening if word in ('"', "'") else quote
        glue = word in NO_SPACE_AFTER or opening or tag == "HYPH"
    return text


def read_treebank(path):
    sentences, sentence = [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if "\t" in line:
            sentence.append(tuple(line.split("\t")[:2]))
        elif sentence:
            sentences.append(sentence)
            sentence = []
    return sentences


def is_word(text):
    return any(char.isalnum() for char in text)


def by_place(words):
    """Words by where they begin among the visible characters of the text."""
    at, places = 0, {}
    for text, phonemes, space in words:
        text = "".join(text.split())
        places[at] = (text, phonemes, space)
        at += len(text)
    return places


class Score:
    def __init__(self):
        self.words = self.same = self.sentences = self.identical = 0
        self.differences = []

    def add(self, text, expected, got):
        self.sentences += 1
        ours = by_place(got or [])
        differences = []
        for place, (word, phonemes, _) in by_place(expected).items():
            if not is_word(word):
                continue
            self.words += 1
            mine = ours.get(place)
            if mine and mine[:2] == (word, phonemes):
                self.same += 1
            else:
                differences.append((word, phonemes, mine and mine[:2]))
        joined = ["".join(p + (" " if s else "") for _, p, s in words or []) for words in (expected, got)]
        if joined[0] == joined[1]:
            self.identical += 1
        if differences or joined[0] != joined[1]:
            self.differences.append((text, differences, joined))

    def show(self, what, limit):
        print(f"{what}: {self.same} of {self.words} words ({100 * self.same / max(1, self.words):.2f} %), "
              f"{self.identical} of {self.sentences} sentences ({100 * self.identical / max(1, self.sentences):.2f} %)")
        for text, differences, joined in self.differences[:limit]:
            print(f"    {text}")
            for word, phonemes, mine in differences:
                print(f"        {word!r}: misaki {phonemes!r}, here {mine!r}")
            if not differences:
                print(f"        misaki {joined[0]!r}\n        here   {joined[1]!r}")


def compare_corpus(corpus, options, oracle, arguments):
    rows = read_corpus(corpus)
    answers = run_program(arguments + ["--tagger"], [text for _, text in rows])
    other_tokens = 0
    inputs, expected, kinds = [], [], []
    for (kind, text), (tokens, _) in zip(rows, answers):
        spacy_tokens = oracle.tokens(text)
        tags = [tag for _, tag in tokens]
        if spacy_tokens != [word for word, _ in tokens]:
            other_tokens += 1
            if options.show:
                print(f"other tokens: {text}\n    spaCy {spacy_tokens}\n    here  {[word for word, _ in tokens]}")
            if len(tags) != len(spacy_tokens):
                tags = (tags + ["NN"] * len(spacy_tokens))[:len(spacy_tokens)]
        words = oracle.words(text, tags)
        if words is None:
            continue
        inputs.append(f"{text}\t{' '.join(tags)}")
        expected.append(words)
        kinds.append(kind)
    got = run_program(arguments, inputs)
    total, per_kind = Score(), {}
    for line, kind, words, (_, ours) in zip(inputs, kinds, expected, got):
        text = line.split("\t")[0]
        for score in (total, per_kind.setdefault(kind, Score())):
            score.add(text, words, ours)
    for kind, score in sorted(per_kind.items()):
        if kind:
            score.show(f"{corpus.name} {kind}", 0)
    total.show(f"{corpus.name}, the same tags", options.show)
    print(f"{len(rows)} sentences, {other_tokens} with other tokens than spaCy's")
    if options.record:
        record(options.record / f"{corpus.stem}_{dialect(options)}.tsv", inputs, expected)


def dialect(options):
    return "gb" if options.gb else "us"


def record(path, inputs, expected):
    with path.open("w", encoding="utf-8") as out:
        out.write("# Sentence, tags of its tokens, and what misaki 0.9.4 says with them. Made by tools/g2p_compare.py.\n")
        for line, words in zip(inputs, expected):
            said = "".join(phonemes + (" " if space else "") for _, phonemes, space in words)
            out.write(f"{line}\t{said}\n")


def write_words(path, oracle):
    """What misaki found, and the words of the homograph sentences, under the keys of its files."""
    import json
    import importlib.resources
    from misaki import data
    for name in ("english_homographs.tsv", "english_homographs_held_out.tsv"):
        homographs = read_corpus(ROOT / "tests/data/text" / name)
        oracle.g2p.lexicon.golds.found |= {rest.split("\t")[0] for _, rest in homographs}
    rows = []
    for name in ("gold", "silver"):
        file = f"{'gb' if oracle.g2p.british else 'us'}_{name}.json"
        words = json.loads((importlib.resources.files(data) / file).read_text(encoding="utf-8"))
        found = getattr(oracle.g2p.lexicon, name + "s").found
        for key in sorted(words):
            if found & {key, key.lower(), key.capitalize()}:
                value = words[key] if isinstance(words[key], dict) else {"DEFAULT": words[key]}
                said = " ".join(f"{tag}={phonemes if phonemes is not None else '-'}" for tag, phonemes in value.items())
                rows.append(f"{name}\t{key}\t{said}")
    path.write_text("# The words of misaki 0.9.4's dictionaries (Apache License 2.0) that the tests need. Made by "
                    "tools/g2p_compare.py.\n" + "\n".join(rows) + "\n", encoding="utf-8")


def compare_treebank(options, oracle, arguments):
    inputs, expected = [], []
    left_out = 0
    for sentence in read_treebank(options.treebank):
        text = detokenized(sentence)
        if oracle.tokens(text) != [word for word, _ in sentence] or "[" in text:
            left_out += 1
            continue
        tags = [tag for _, tag in sentence]
        words = oracle.words(text, tags)
        if words is not None:
            inputs.append(f"{text}\t{' '.join(tags)}")
            expected.append(words)
    for what, extra in (("reference tags on both sides", []), ("own tags here, reference tags there", ["--tagger"])):
        score = Score()
        for line, words, (_, ours) in zip(inputs, expected, run_program(arguments + extra, inputs)):
            score.add(line.split("\t")[0], words, ours)
        score.show(f"{options.treebank.name}, {what}", options.show)
    print(f"{left_out} sentences left out, which spaCy cuts into other tokens than the treebank")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path, nargs="*")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--gb", action="store_true", help="British English")
    parser.add_argument("--treebank", type=pathlib.Path)
    parser.add_argument("--record", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N sentences that differ")
    options = parser.parse_args()
    oracle = Oracle(options.gb)
    arguments = [options.lexicon] + (["--gb"] if options.gb else [])
    if options.treebank:
        compare_treebank(options, oracle, arguments)
    for corpus in options.corpus:
        compare_corpus(corpus, options, oracle, arguments)
    if options.record:
        write_words(options.record / f"english_words_{dialect(options)}.tsv", oracle)


if __name__ == "__main__":
    main()
