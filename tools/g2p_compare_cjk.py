#!/usr/bin/env python3
"""Compares the phonemes of Japanese, Mandarin, Spanish, French, Hindi, Italian and Portuguese with PyPI's misaki.

    python3 -m venv oracle
    oracle/bin/pip install --no-deps misaki==0.9.4 fugashi==1.5.2 jaconv==0.5.0 mojimoji==0.0.13 jieba==0.42.1 \\
        pypinyin==0.55.0 cn2an==0.5.24 proces==0.1.7 ordered-set regex phonemizer-fork==3.3.2 \\
        joblib segments attrs dlinfo csvw language-tags ...        # what phonemizer-fork asks for
    oracle/bin/python tools/g2p_compare_cjk.py record ja --dictionary UNIDIC_FOLDER   # misaki's answers, into tests/data
    oracle/bin/python tools/g2p_compare_cjk.py record-numbers
    tools/g2p_compare_cjk.py compare ja --program build/release/bin/kokoro

`record` writes tests/data/text/LANGUAGE_misaki.tsv: half (dev, or held for the half that no rule was made with: every
second template), sentence, misaki's phonemes. Sentences come from the templates in tools/data/g2p. `compare` runs
`PROGRAM phonemize` on them and counts. For Japanese, misaki's own Cutlet reads with MeCab and UniDic (Debian's
unidic-mecab 3.1.1); fields that hold "*" are given to it as absent, as its release for UniDic 2 does, because it would
lose all punctuation otherwise. For the espeak languages, misaki's EspeakG2P uses the system's espeak-ng.
"""
import argparse
import ctypes
import ctypes.util
import itertools
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import types

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "tools/data/g2p"
RECORDS = ROOT / "tests/data/text"
LANGUAGES = {"ja": 13, "zh": 13, "es": 14, "fr": 14, "hi": 14, "it": 14, "pt-br": 14}  # sentences per template
TAGS = {"fr": "fr-fr"}
VOCABULARY = set(";:,.!?—…\"()“” \u0303ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌ"
                 "ɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ")


def sentences(language):
    """(half, sentence): the templates in order, each filled with words drawn from its lists, no sentence twice."""
    lists, templates = {}, []
    separator = None if language in ("ja", "zh") else "|"
    for line in (TEMPLATES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, words = line[1:].split(" ", 1)
            lists[name] = words.split(separator)
        elif line:
            templates.append(line)
    draw = random.Random(20)
    seen = set()
    for number, template in enumerate(templates):
        # A sentence without slots stands once.
        for _ in range(LANGUAGES[language] if "{" in template else 1):
            text = re.sub(r"\{(\w+)\}", lambda match: draw.choice(lists[match[1]]), template)
            if language not in ("ja", "zh"):
                text = re.sub(r"^([¿¡]?)(\w)", lambda match: match[1] + match[2].upper(), text)
            if text not in seen:
                seen.add(text)
                yield ("dev" if number % 2 == 0 else "held"), text


def japanese_oracle(dictionary):
    import fugashi
    import misaki.cutlet as cutlet
    tagger = fugashi.Tagger(f"-r /dev/null -d {dictionary}")

    def tag(text):
        for word in tagger(text):
            present = lambda value: None if value == "*" else value
            yield types.SimpleNamespace(surface=word.surface, is_unk=word.is_unk, char_type=word.char_type,
                                        feature=types.SimpleNamespace(pron=present(word.feature.pron),
                                                                      kana=present(word.feature.kana)))

    cutlet.Tagger = lambda: tag
    speaker = cutlet.Cutlet()
    return lambda text: speaker(text)[0]


def mandarin_oracle():
    from misaki.zh import ZHG2P
    speaker = ZHG2P()
    return lambda text: speaker(text)[0]


def espeak_oracle(language):
    loader = types.ModuleType("espeakng_loader")
    loader.get_library_path = lambda: ctypes.util.find_library("espeak-ng")
    library = ctypes.CDLL(loader.get_library_path())
    library.espeak_Initialize(2, 0, None, 0x8000)
    path = ctypes.c_char_p()
    library.espeak_Info(ctypes.byref(path))
    loader.get_data_path = path.value.decode
    sys.modules["espeakng_loader"] = loader
    from misaki.espeak import EspeakG2P
    speaker = EspeakG2P(TAGS.get(language, language))
    return lambda text: speaker(text)[0]


def record(options):
    language = options.language
    if language == "ja":
        speak = japanese_oracle(options.dictionary)
    else:
        speak = mandarin_oracle() if language == "zh" else espeak_oracle(language)
    path = RECORDS / f"{language}_misaki.tsv"
    with path.open("w", encoding="utf-8") as out:
        out.write("# half, sentence, phonemes of misaki 0.9.4. Recorded by tools/g2p_compare_cjk.py; not to be edited.\n")
        for half, text in sentences(language):
            out.write(f"{half}\t{text}\t{speak(text)}\n")
    print(path)


def record_numbers(_):
    import cn2an
    from misaki.num2kana import Convert
    draw = random.Random(4)
    edges = [0, 1, 4, 7, 9, 10, 11, 15, 19, 20, 21, 99, 100, 101, 110, 111, 115, 300, 333, 600, 800, 999, 1000, 1001, 1010,
             1100, 1015, 3000, 8000, 9999, 10000, 10001, 10010, 10100, 11000, 12345, 100000, 101000, 110000, 120034,
             1000000, 1000001, 1010101, 10000000, 100000000, 123456789, 300300300]
    some = [draw.randrange(10 ** draw.randrange(1, 10)) for _ in range(50)]
    large = [1000000000, 20304050607, 100010000, 1000000000000, 1000100000000, 1200000000034, 9876543210123456, 10**15]
    with (RECORDS / "japanese_numbers.tsv").open("w", encoding="utf-8") as out:
        out.write("# Numbers as misaki's num2kana reads them. Recorded by tools/g2p_compare_cjk.py record-numbers.\n")
        for number in edges + some:
            out.write(f"{number}\t{Convert(str(number))}\n")
    with (RECORDS / "mandarin_numbers.tsv").open("w", encoding="utf-8") as out:
        out.write("# Numbers as cn2an 0.5.24 reads them. Recorded by tools/g2p_compare_cjk.py record-numbers.\n")
        for number in [str(n) for n in edges + some + large] + ["3.14", "0.5", "10.05", "100.0", "1234.5678"]:
            out.write(f"{number}\t{cn2an.an2cn(number, 'low')}\n")


def distance(ours, theirs):
    row = list(range(len(theirs) + 1))
    for i, a in enumerate(ours, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(theirs, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def syllable_splitter():
    sys.path.insert(0, str(ROOT / "tools"))
    from pack_mandarin import FINALS, INITIALS, TONES, WHOLE
    finals = [*FINALS.values(), *WHOLE.values(), ("ɨ", "")]
    inventory = {i + before + tone + after for i, (before, after), tone in
                 itertools.product(INITIALS.values(), finals, TONES.values())}
    pattern = re.compile("|".join(sorted(map(re.escape, inventory), key=len, reverse=True)))
    return pattern.findall


def units_of(language):
    """name -> function that divides phonemes into the units that are counted."""
    known = lambda text: "".join(c for c in text if c in VOCABULARY)
    if language == "ja":
        return {"characters": lambda text: " ".join(known(text).split()),
                "characters without spaces": lambda text: known(text).replace(" ", "")}
    if language == "zh":
        return {"syllables": syllable_splitter(), "words": lambda text: known(text).split()}
    return {"words": lambda text: known(text).split()}


def compare(options):
    rows = [line.split("\t") for line in (RECORDS / f"{options.language}_misaki.tsv").read_text(encoding="utf-8").splitlines()
            if not line.startswith("# ")]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as texts:
        texts.write("\n".join(row[1] for row in rows) + "\n")
        texts.flush()
        command = [options.program, "phonemize", "--lang", TAGS.get(options.language, options.language), "-f", texts.name]
        ours = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    for half in ("dev", "held"):
        chosen = [(row, said) for row, said in zip(rows, ours) if row[0] == half]
        for name, divide in units_of(options.language).items():
            wrong = sum(distance(divide(said), divide(row[2])) for row, said in chosen)
            total = sum(len(divide(row[2])) for row, _ in chosen)
            same = sum(divide(said) == divide(row[2]) for row, said in chosen)
            print(f"{options.language} {half}: {name} {100 * (1 - wrong / total):.2f} % of {total}; "
                  f"sentences identical {same} of {len(chosen)}")
    if options.show:
        for row, said in zip(rows, ours):
            divide = next(iter(units_of(options.language).values()))
            if divide(said) != divide(row[2]):
                print(f"{row[1]}\n  misaki {row[2]}\n  ours   {said}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("record", help="write misaki's phonemes into tests/data/text")
    one.add_argument("language", choices=LANGUAGES)
    one.add_argument("--dictionary", help="folder of UniDic, for ja")
    one.set_defaults(action=record)
    one = commands.add_parser("record-numbers", help="write how misaki and cn2an read numbers")
    one.set_defaults(action=record_numbers)
    one = commands.add_parser("compare", help="count how much of it this program gives")
    one.add_argument("language", choices=LANGUAGES)
    one.add_argument("--program", default=str(ROOT / "build/release/bin/kokoro"))
    one.add_argument("--show", action="store_true", help="print the sentences that differ")
    one.set_defaults(action=compare)
    options = parser.parse_args()
    options.action(options)


if __name__ == "__main__":
    main()
