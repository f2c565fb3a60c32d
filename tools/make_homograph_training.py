#!/usr/bin/env python3
"""Writes tagged sentences in which words that are said in two ways are nouns, verbs and adjectives alike.

    tools/make_homograph_training.py MISAKI_DATA FILE

The treebanks have "object" as a noun a hundred times and as a verb once. For each word of misaki's dictionary (the
folder misaki/data of PyPI's wheel) that depends on its part of speech, FILE gets it in frames of either kind, in the
form that tools/english/train_tagger reads. None of them is a sentence of the tests.
"""
import json
import pathlib
import random
import sys

FRAMES_EACH = 5
NOUNS = "farmer machine council team system sister captain editor clerk storm river garden engine visitor firm".split()
PLURALS = "workers birds rules owners children plans experts machines banks neighbors pilots banks crowds songs".split()
ADJECTIVES = "new small final broken quiet strange early public clear recent heavy second".split()
# ADJ or NN? These are adjectives as often.
ADJECTIVAL = ("separate moderate elaborate deliberate appropriate approximate alternate intimate perfect content present "
              "close live minute compact absent abstract duplicate subordinate legitimate degenerate desolate articulate "
              "animate consummate precipitate upset invalid diffuse coordinate aggregate graduate associate overall "
              "inside nearby underground").split()

VERB = ["They/PRP {b}/VBP the/DT {n}/NN every/DT year/NN ./.", "It/PRP will/MD {b}/VB the/DT {a}/JJ {n}/NN ./.",
        "Nobody/NN wanted/VBD to/TO {b}/VB her/PRP$ {n}/NN ./.", "{P}/NNS often/RB {b}/VBP in/IN winter/NN ./.",
        "You/PRP should/MD not/RB {b}/VB them/PRP ./.", "Why/WRB did/VBD he/PRP {b}/VB it/PRP ?/.",
        "{P}/NNS {b}/VBP when/WRB they/PRP are/VBP {a}/JJ ./.", "She/PRP tried/VBD to/TO {b}/VB his/PRP$ {p}/NNS ./.",
        "If/IN {p}/NNS {b}/VBP with/IN {p}/NNS ,/, we/PRP leave/VBP ./.", "Did/VBD the/DT {n}/NN {b}/VB him/PRP ?/.",
        "It/PRP helps/VBZ to/TO {b}/VB before/IN lunch/NN ./.", "Did/VBD someone/NN {b}/VB at/IN night/NN ?/.",
        "The/DT {a}/JJ {p}/NNS {b}/VBP ./.", "Both/DT {p}/NNS {b}/VBP the/DT {n}/NN ./.",
        "Please/UH {b}/VB the/DT {n}/NN ./.", "We/PRP only/RB {b}/VBP on/IN Mondays/NNPS ./."]
VERB_S = ["He/PRP {s}/VBZ the/DT {n}/NN ./.", "The/DT {n}/NN {s}/VBZ {a}/JJ {p}/NNS ./.",
          "Her/PRP$ {n}/NN {s}/VBZ in/IN London/NNP ./.", "A/DT {n}/NN that/WDT {s}/VBZ {p}/NNS is/VBZ {a}/JJ ./.",
          "The/DT {a}/JJ {n}/NN {s}/VBZ on/IN Fridays/NNPS ./."]
NOUN = ["The/DT {b}/NN was/VBD {a}/JJ ./.", "There/EX is/VBZ a/DT {a}/JJ {b}/NN near/IN the/DT {n}/NN ./.",
        "His/PRP$ {b}/NN of/IN the/DT {n}/NN ended/VBD ./.", "They/PRP saw/VBD the/DT {b}/NN on/IN the/DT {n}/NN ./.",
        "Without/IN {b}/NN the/DT {n}/NN failed/VBD ./.", "Another/DT {b}/NN came/VBD from/IN the/DT {n}/NN ./.",
        "One/CD {b}/NN in/IN ten/CD is/VBZ {a}/JJ ./.", "The/DT first/JJ {b}/NN of/IN the/DT list/NN is/VBZ here/RB ./.",
        "The/DT {b}/NN in/IN the/DT {n}/NN surprised/VBD everyone/NN ./.", "What/WP a/DT {b}/NN !/."]
NOUN_S = ["The/DT {s}/NNS were/VBD {a}/JJ ./.", "Many/JJ {s}/NNS of/IN the/DT {n}/NN are/VBP {a}/JJ ./.",
          "They/PRP need/VBP {a}/JJ {s}/NNS ./.", "His/PRP$ {s}/NNS and/CC {p}/NNS are/VBP here/RB ./."]
ADJECTIVE = ["It/PRP was/VBD a/DT {b}/JJ {n}/NN ./.", "The/DT {n}/NN is/VBZ {b}/JJ ./.", "Their/PRP$ {b}/JJ {p}/NNS stayed/VBD ./.",
             "Even/RB {b}/JJ {p}/NNS are/VBP here/RB ./.", "The/DT game/NN was/VBD {b}/JJ on/IN television/NN ./."]
READ = ["I/PRP read/VBP every/DT night/NN ./.", "We/PRP read/VBP a/DT story/NN each/DT day/NN ./.",
        "They/PRP read/VBP books/NNS on/IN weekends/NNS ./.", "You/PRP always/RB read/VBP my/PRP$ mail/NN ./.",
        "Most/JJS people/NNS read/VBP slowly/RB ./.", "He/PRP read/VBD the/DT note/NN last/JJ week/NN ./.",
        "Then/RB they/PRP read/VBD it/PRP and/CC left/VBD ./.", "She/PRP read/VBD us/PRP a/DT poem/NN yesterday/NN ./.",
        "The/DT boat/NN dove/VBD under/IN the/DT ice/NN ./.", "She/PRP dove/VBD into/IN the/DT lake/NN ./.",
        "They/PRP dove/VBD at/IN once/RB ./.", "A/DT dove/NN flew/VBD by/IN ./."]


def main():
    rng = random.Random(3)
    with open(pathlib.Path(sys.argv[1]) / "us_gold.json", encoding="utf-8") as file:
        gold = json.load(file)
    bases = [word for word, value in gold.items() if isinstance(value, dict) and word.isalpha() and word.islower()
             and {"NOUN", "VERB", "ADJ"} & set(value) and word not in ("read", "dove", "learned", "used", "wound")
             and not (word.endswith("s") and word[:-1] in gold and isinstance(gold[word[:-1]], dict))]
    lines = []

    def add(frame, base):
        plural = base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s")
        filled = frame.format(b=base, s=plural, n=rng.choice(NOUNS), p=rng.choice(PLURALS), a=rng.choice(ADJECTIVES),
                              P=rng.choice(PLURALS).capitalize())
        lines.extend(token.rsplit("/", 1)[0] + "\t" + token.rsplit("/", 1)[1] for token in filled.split())
        lines.append("")

    for base in sorted(bases):
        kinds = set(gold[base])
        if "VERB" in kinds or "NOUN" in kinds or base in ADJECTIVAL:
            for frame in rng.sample(VERB, FRAMES_EACH) + rng.sample(VERB_S, 2):
                add(frame, base)
        if base in ADJECTIVAL:
            for frame in rng.sample(ADJECTIVE, 3):
                add(frame, base)
        if ("VERB" in kinds or "NOUN" in kinds) and not (base in ADJECTIVAL and "NOUN" not in kinds):
            for frame in rng.sample(NOUN, FRAMES_EACH) + rng.sample(NOUN_S, 2):
                add(frame, base)
    for frame in READ:
        add(frame, "")
    pathlib.Path(sys.argv[2]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(bases)} words, {lines.count('')} sentences, {len(lines) - lines.count('')} tokens")


if __name__ == "__main__":
    main()
