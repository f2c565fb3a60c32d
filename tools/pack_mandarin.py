#!/usr/bin/env python3
"""Packs the word list, the readings and the syllables of Mandarin into assets/mandarin/dictionary.bin.

    pip download --no-deps --no-binary :all: jieba==0.42.1; pip download --no-deps pypinyin==0.55.0
    tools/pack_mandarin.py jieba-0.42.1.tar.gz pypinyin-0.55.0-py2.py3-none-any.whl

Sources: jieba (MIT): words with their frequencies, the emission table of its hidden Markov model. pypinyin (MIT):
readings of phrases and characters. The layout is described in src/text/g2p/mandarin/dictionary.hpp. The same inputs
give the same file, byte for byte.
"""
import argparse
import array
import ast
import hashlib
import json
import math
import pathlib
import struct
import sys
import tarfile
import unicodedata
import zipfile

INPUTS = {
    "jieba": "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
    "pypinyin": "d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f",
}
OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "assets/mandarin/dictionary.bin"
FIRST_HAN, LAST_HAN = "\u4e00", "\u9fd5"  # what jieba takes for a character of a word

INITIALS = {"b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ",
            "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ",
            "s": "s", "": ""}
# A final as (before the tone, after the tone).
FINALS = {"a": ("a", ""), "ai": ("ai", ""), "an": ("a", "n"), "ang": ("a", "ŋ"), "ao": ("au", ""), "e": ("ɤ", ""),
          "ei": ("ei", ""), "en": ("ə", "n"), "eng": ("ə", "ŋ"), "i": ("i", ""), "ia": ("ja", ""), "ian": ("jɛ", "n"),
          "iang": ("ja", "ŋ"), "iao": ("jau", ""), "ie": ("je", ""), "in": ("i", "n"), "iou": ("jou", ""),
          "ing": ("i", "ŋ"), "iong": ("jʊ", "ŋ"), "ong": ("ʊ", "ŋ"), "ou": ("ou", ""), "u": ("u", ""),
          "uei": ("wei", ""), "ua": ("wa", ""), "uai": ("wai", ""), "uan": ("wa", "n"), "uen": ("wə", "n"),
          "uang": ("wa", "ŋ"), "ueng": ("wə", "ŋ"), "uo": ("wo", ""), "o": ("wo", ""), "ü": ("y", ""),
          "io": ("wo", ""), "üe": ("ɥe", ""), "üan": ("ɥɛ", "n"), "ün": ("y", "n")}
# Syllables that are no initial and final.
WHOLE = {"er": ("ɚ", ""), "ê": ("ɛ", ""), "o": ("ɔ", ""), "io": ("jɔ", ""), "m": ("m", ""), "n": ("n", ""),
         "ng": ("ŋ", ""), "hm": ("hm", ""), "hng": ("hŋ", "")}
TONES = {1: "→", 2: "↗", 3: "↓", 4: "↘", 5: ""}
TONE_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def split_tone(pinyin):
    """"zhōng" -> ("zhong", 1); ü and ê keep their marks."""
    tone, plain = 5, ""
    for c in unicodedata.normalize("NFD", pinyin):
        if c in TONE_MARKS:
            tone = TONE_MARKS[c]
        else:
            plain += c
    return unicodedata.normalize("NFC", plain), tone


def split_syllable(plain):
    """Initial and final as they are spoken: "yun" -> ("", "ün"), "jiu" -> ("j", "iou"), "wo" -> ("", "uo")."""
    for initial in ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs"):
        if plain.startswith(initial):
            final = plain[len(initial):]
            break
    else:
        initial, final = "", plain
        if plain.startswith("yu"):
            final = "ü" + plain[2:]
        elif plain.startswith("yi"):
            final = plain[1:]
        elif plain.startswith("y"):
            final = "i" + plain[1:]
        elif plain.startswith("wu"):
            final = plain[1:]
        elif plain.startswith("w"):
            final = "u" + plain[1:]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    final = {"iu": "iou", "ui": "uei", "un": "uen", "ue": "üe"}.get(final, final)
    return initial, {"ien": "ian", "iong": "iong", "uong": "ong", "ieng": "ing"}.get(final, final)


def ipa_of(pinyin):
    plain, tone = split_tone(pinyin)
    if plain in WHOLE:
        before, after = WHOLE[plain]
        return before + TONES[tone] + after
    initial, final = split_syllable(plain)
    before, after = FINALS[final]
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        before = "ɨ"
    return INITIALS[initial] + before + TONES[tone] + after


class Syllables:
    """Numbers for the phonemes of syllables."""

    def __init__(self):
        self.ids, self.failed = {}, {}

    def id(self, pinyin):
        try:
            return self.ids.setdefault(ipa_of(pinyin), len(self.ids))
        except KeyError:
            self.failed[pinyin] = self.failed.get(pinyin, 0) + 1
            return None


def build_trie(words):
    """Nodes in breadth-first order, the root first: labels, first children (one more than nodes), node of each word."""
    root = {}
    for word in words:
        node = root
        for c in word:
            node = node.setdefault(c, {})
    labels, firsts, node_of = [0], [], {}
    level = [(root, "")]
    while level:
        below = []
        for node, prefix in level:
            firsts.append(len(labels))
            for c in sorted(node):
                node_of[prefix + c] = len(labels)
                labels.append(ord(c))
                below.append((node[c], prefix + c))
        level = below
    firsts.append(len(labels))
    return labels, firsts, node_of


def read_inputs(jieba_path, pypinyin_path):
    with tarfile.open(jieba_path) as archive:
        read = lambda name: archive.extractfile("jieba-0.42.1/jieba/" + name).read().decode("utf-8")
        rows = [line.split(" ") for line in read("dict.txt").splitlines()]
        emit = ast.literal_eval(read("finalseg/prob_emit.py").split("P=", 1)[1])
    with zipfile.ZipFile(pypinyin_path) as archive:
        phrases = json.loads(archive.read("pypinyin/phrases_dict.json"))
        chars = json.loads(archive.read("pypinyin/pinyin_dict.json"))
    return [(row[0], int(row[1])) for row in rows], emit, phrases, chars


def padded(data):
    return data + bytes(-len(data) % 8)


def pack(words, emit, phrases, chars):
    total = sum(frequency for _, frequency in words)
    han = {word: frequency for word, frequency in words if all(FIRST_HAN <= c <= LAST_HAN for c in word)}
    syllables = Syllables()
    readings_of = {}
    for phrase, readings in phrases.items():
        ids = [syllables.id(reading[0]) for reading in readings]
        if None not in ids:
            readings_of[phrase] = ids
    char_ids = {int(code): syllables.id(readings.split(",")[0]) for code, readings in chars.items()}
    char_ids = {code: syllable for code, syllable in char_ids.items() if syllable is not None}
    print("readings that are no Mandarin syllable:", syllables.failed, file=sys.stderr)

    labels, firsts, node_of = build_trie(sorted(set(han) | set(readings_of)))
    frequencies = sorted({frequency for frequency in han.values() if frequency > 0})
    index_of = {frequency: i + 1 for i, frequency in enumerate(frequencies)}
    by_node = [0] * len(labels)
    for word, frequency in han.items():
        by_node[node_of[word]] = index_of.get(frequency, 0)

    ordered = sorted(readings_of, key=node_of.get)
    offsets, readings = [], []
    for phrase in ordered:
        offsets.append(len(readings))
        readings += readings_of[phrase]
    offsets.append(len(readings))
    texts = list(syllables.ids)
    text_offsets = [0]
    for text in texts:
        text_offsets.append(text_offsets[-1] + len(text.encode()))
    emit_chars = sorted({c for table in emit.values() for c in table if len(c) == 1})
    minimum = -3.14e100
    emissions = [emit[state].get(c, minimum) for c in emit_chars for state in "BMES"]
    codes = sorted(char_ids)

    def array_of(code, values):
        data = array.array(code, values)
        if sys.byteorder == "big":
            data.byteswap()
        return padded(data.tobytes())

    header = struct.pack("<8s10I", b"kokoroZH", 1, len(labels), len(frequencies), len(ordered), len(readings), len(codes),
                         len(texts), text_offsets[-1], len(emit_chars), total)
    return b"".join([
        padded(header),
        array_of("d", [math.log(frequency) for frequency in frequencies]),
        array_of("d", emissions),
        array_of("I", firsts),
        array_of("I", [node_of[phrase] for phrase in ordered]),
        array_of("I", offsets),
        array_of("I", codes),
        array_of("I", text_offsets),
        array_of("H", labels),
        array_of("H", by_node),
        array_of("H", readings),
        array_of("H", [char_ids[code] for code in codes]),
        array_of("H", [ord(c) for c in emit_chars]),
        padded("".join(texts).encode()),
    ])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jieba", type=pathlib.Path)
    parser.add_argument("pypinyin", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, default=OUTPUT)
    options = parser.parse_args()
    for name in INPUTS:
        found = hashlib.sha256(getattr(options, name).read_bytes()).hexdigest()
        if found != INPUTS[name]:
            sys.exit(f"{getattr(options, name)} is not the published {name}: SHA-256 {found}")
    data = pack(*read_inputs(options.jieba, options.pypinyin))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data)} bytes")


if __name__ == "__main__":
    main()
