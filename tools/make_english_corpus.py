#!/usr/bin/env python3
"""Writes the sentences that the English front end is compared with misaki on.

    tools/make_english_corpus.py MISAKI_DATA    the folder misaki/data of PyPI's wheel, from which words are drawn

Writes tests/data/text/english_corpus.tsv (for development) and english_corpus_held_out.tsv: `kind TAB sentence`, the
same kinds from other words and another seed. Own sentences: tests/data/text/english_prose.txt, every second of which is
held out.
"""
import json
import pathlib
import random
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "tests/data/text"
PER_KIND = 40

NAMES = ("Paul Eric Toyota Microsoft Okafor Lindqvist Nguyen Brezhnev Kowalski Achebe Tchaikovsky Murakami Zuckerberg "
         "Ibuprofen Reykjavik Ouagadougou Kirkcaldy Worcestershire Yosemite Albuquerque Schwarzenegger Siobhan Joaquin "
         "Xochitl Anastasia Guillermo Thessaloniki Poughkeepsie Llewellyn Featherstonehaugh Kubernetes Spotify Nvidia "
         "Pfizer Huawei Adidas Lululemon Zoltan Bjork Szczecin").split()
PLACES = "Paris London Chicago Boston Texas Canada Berlin Rome Dublin Mexico Kenya Japan Spain Norway Oxford".split()
NOUNS = ("house project record object subject present contract permit produce desert minute invalid content conflict "
         "estate engine office apple hour heir umbrella uniform island orange idea answer evening union European "
         "one-way eight-ball MBA FBI hospital yellow year window").split()
VERBS = "read use live close record present produce object project separate estimate associate increase permit".split()
ADJECTIVES = "old new honest useful early unusual yellow orange heavy young empty open ugly modern only other".split()
ACRONYMS = ("NASA FBI CIA USA UK EU UN CEO PhD NATO UNESCO HTML URL PDF GPS DVD TV AI IT US AM PM ID OK BBC MIT IBM "
            "U.S. U.K. e.g. i.e. Ph.D. a.m. p.m. D.C. J.R.R. iPhone eBay YouTube McDonald ChatGPT LaTeX GitHub "
            "JavaScript B2B 5G H2O 3D MP3 COVID-19 F-16 T-shirt X-ray").split()
CONTRACTIONS = ("don't can't won't isn't aren't I'm you're he's she'll we've they'd let's that's who's it's shouldn't "
                "would've couldn't mustn't ain't y'all o'clock ma'am gonna wanna cannot gotta lemme 'em 'cause "
                "don’t can’t I’m they’re we’ve it’s rock'n'roll dogs' James's boss's children's").split()


def own_number(rng):
    return rng.choice([
        str(rng.randint(0, 99)), str(rng.randint(100, 999)), str(rng.randint(1000, 9999)),
        f"{rng.randint(1000, 99999999):,}", str(rng.randint(10000, 10 ** 9)), f"{rng.randint(0, 999)}.{rng.randint(0, 999)}",
        f".{rng.randint(1, 99)}", f"{rng.randint(1, 12)}.0", f"{rng.randint(1900, 2030)}", f"-{rng.randint(1, 500)}",
        f"{rng.randint(1, 120)}{rng.choice(['st', 'nd', 'rd', 'th'])}", f"{rng.choice([1920, 1980, 1990, 2010, 60, 90])}s",
        f"{rng.randint(1, 99)}%", f"{rng.randint(1, 9)}x", f"{rng.randint(1, 9)}-{rng.randint(10, 99)}",
        f"{rng.randint(100, 999)}-{rng.randint(1000, 9999)}", f"{rng.randint(1, 9)}.{rng.randint(0, 9)}.{rng.randint(0, 20)}",
        f"{rng.randint(1, 12)}:{rng.randint(0, 59):02d}", f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/{rng.randint(1950, 2030)}",
        f"'{rng.randint(50, 99)}s", f"{rng.randint(5, 90)}km", f"{rng.randint(1, 12)}am", f"No. {rng.randint(1, 50)}"])


def money(rng):
    sign = rng.choice("$$£€")
    return rng.choice([f"{sign}{rng.randint(1, 999)}", f"{sign}{rng.randint(0, 99)}.{rng.randint(0, 99):02d}",
                       f"{sign}{rng.randint(1, 99)}.{rng.randint(1, 9)}", f"{sign}{rng.randint(1000, 99999):,}",
                       f"{sign}{rng.randint(2, 90)} {rng.choice(['million', 'billion', 'thousand'])}", f"{sign}1", f"{sign}0.01"])


def inflected(word):
    return random.Random(word).choice([word + "s", word + "ed", word + "ing", word + "'s", word + "es", word + "d"])


class Words:
    def __init__(self, folder, rng):
        self.rng = rng
        with open(folder / "us_gold.json", encoding="utf-8") as file:
            gold = json.load(file)
        with open(folder / "us_silver.json", encoding="utf-8") as file:
            silver = json.load(file)
        self.lower = sorted(w for w in gold if w.islower() and w.isalpha() and len(w) > 1)
        self.title = sorted(w for w in gold if w.istitle() and w.isalpha())
        self.upper = sorted(w for w in gold if w.isupper() and len(w) > 1)
        self.mixed = sorted(w for w in gold if not w.isalpha() and "." not in w)
        self.variants = sorted(w for w, v in gold.items() if isinstance(v, dict))
        self.silver = sorted(w for w in silver if len(w) > 1)

    def pick(self, name):
        return self.rng.choice(getattr(self, name))


def sentence(kind, words, rng):
    low, other = lambda: words.pick("lower"), lambda: rng.choice([words.pick("lower"), words.pick("silver")])
    noun, verb, adjective = lambda: rng.choice(NOUNS), lambda: rng.choice(VERBS), lambda: rng.choice(ADJECTIVES)
    place, name = lambda: rng.choice(PLACES), lambda: rng.choice(NAMES)
    makers = {
        "lower": lambda: f"The {low()} {low()} was {low()} and the {low()} {low()} had {low()}.",
        "title": lambda: f"{words.pick('title')} met {words.pick('title')} near {place()}, but {low().capitalize()} left early.",
        "upper": lambda: f"{low().upper()} {low().upper()} AND {words.pick('upper')} FOR THE {low().upper()}!",
        "silver": lambda: f"Some {words.pick('silver')} of the {words.pick('silver')} is {words.pick('silver').capitalize()}.",
        "mixed": lambda: f"A {words.pick('mixed')} or {words.pick('mixed')}, they said; {words.pick('mixed')} too.",
        "inflected": lambda: f"He {inflected(other())} the {inflected(other())} while {inflected(low())} {inflected(low()).capitalize()}.",
        "contraction": lambda: f"{rng.choice(CONTRACTIONS)} said \"{rng.choice(CONTRACTIONS)} {low()} {rng.choice(CONTRACTIONS)}\" {rng.choice(CONTRACTIONS)}?",
        "number": lambda: f"There were {own_number(rng)} of {own_number(rng)} {low()}s in {own_number(rng)}.",
        "money": lambda: f"It cost {money(rng)}, not {money(rng)}, and {money(rng)} for the {noun()}.",
        "acronym": lambda: f"The {rng.choice(ACRONYMS)} and an {rng.choice(ACRONYMS)} at {rng.choice(ACRONYMS)} {low()} a {rng.choice(ACRONYMS)}'s.",
        "special": lambda: rng.choice([
            f"I used to {verb()} a {noun()} to {adjective()} people in the {noun()}.", f"To {verb()} is to be used by an {adjective()} one.",
            f"What is it used to, and what am I in?", f"By and by I am to go in; the {adjective()} {noun()} is the {noun()}.",
            f"THE {noun().upper()} IS IN A {noun().upper()} BY AN {adjective().upper()} I.", f"{place()} vs. {place()} at plan A or plan {low()[0].upper()}."]),
        "vowel": lambda: f"The {adjective()} {noun()} to {other()} the {other()}, to {low()}, the {low()} in {low()}.",
        "clause": lambda: f"That is what they had, could, would; who can be by my his, there?".replace("they", rng.choice(["they", "we", "you"])) + f" {low()} will.",
        "homograph": lambda: f"They {words.pick('variants')} the {words.pick('variants')} to {words.pick('variants')} that {words.pick('variants')}.",
        "compound": lambda: f"A {low()}-{low()} {low()}-{noun()} and {low()}/{low()} in {place()}-{place()} {low()[0]}-{low()}.",
        "quote": lambda: rng.choice([f'"{low().capitalize()} {low()}," said {name()}, "the {noun()}."', f"‘{low()}’ (or “{low()}”) — {low()}…",
                                     f"({low()} [{low()}] {low()}): {low()}; {low()}!?", f"Well - {low()} -- {low()} — {low()}–{low()}..."]),
        "symbol": lambda: rng.choice([f"{low()} & {low()} + {low()} @ {low()}", f"{name()} = {own_number(rng)} / {low()} #{rng.randint(1, 9)}", f"100% {low()} and/or {low()}_{low()}",
                                      f"visit {low()}.com or mail {low()}@{low()}.org now", f"see https://www.{low()}.net/{low()} today :)"]),
        "name": lambda: f"{name()} and {name()} saw {name()}'s {noun()} in {name()}.",
        "unicode": lambda: rng.choice([f"The café’s naïve {low()} façade — {low()} at ½ price²", f"ﬁne ｆｕｌｌ {low()} № 5 and {low()}™ résumé",
                                       f"Zoë, Renée and Søren ate {low()} à la {low()}.", f"x² + y³ is {low()} in Köln"]),
        "markup": lambda: rng.choice([f"[{name()}](/kˈOkəɹO/) is a {low()} {noun()}.", f"The [{low()} {low()}](/həlˈO/) said [{low()}](-1) [{low()}](+1) {low()}.",
                                      f"I [{low()}](2) the [{low()}](-0.5) and [{low()}](0.5) of {low()}.", f"[{rng.randint(100, 199)}](#a#) {low()}s, [{rng.randint(101, 999)}](#&#) and [{rng.randint(101, 999)}](#n#)",
                                      f"A [{low()}](link) stays, [{low()}](/wˈʌn/)."]),
        "space": lambda: f"{low()} {low()}\n{low()} {low()}.".replace("\n", rng.choice([" ", "\u00a0"])),
        "unit": lambda: f"{rng.randint(2, 90)}kg of {low()}, {rng.randint(2, 9)}th {noun()} by {rng.randint(1, 12)}p.m. on Jan. {rng.randint(1, 28)}, {rng.randint(1950, 2029)}.",
        "hump": lambda: f"{low().capitalize()}{low().capitalize()} {low()}{low().capitalize()} {low().upper()}{low()} {low()}{rng.randint(1, 99)}{low()}",
        "possessive": lambda: f"{low()}s' {noun()} and {place()}'s {low()}'s {name()}’s {low().upper()}'S",
        "sentence": lambda: f"{rng.choice(['She', 'He', 'They', 'We', 'Nobody'])} {rng.choice(['could', 'would', 'might', 'did'])} {rng.choice(['', 'not '])}{verb()} the {adjective()} {noun()} {rng.choice(['by', 'in', 'for', 'of', 'with'])} {rng.choice(['my', 'his', 'her', 'that', 'an'])} {adjective()} {noun()}{rng.choice('.!?')}",
    }
    return makers[kind]() if kind else list(makers)


def write(name, seed, folder, prose):
    rng = random.Random(seed)
    words = Words(folder, rng)
    rows = ["prose\t" + line for line in prose]
    for kind in sentence("", words, rng):
        rows += [f"{kind}\t{sentence(kind, words, rng)}" for _ in range(PER_KIND)]
    (DATA / name).write_text("# Made by tools/make_english_corpus.py.\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} sentences")


def main():
    folder = pathlib.Path(sys.argv[1])
    prose = [line for line in (DATA / "english_prose.txt").read_text(encoding="utf-8").splitlines() if line]
    write("english_corpus.tsv", 1, folder, prose[0::2])
    write("english_corpus_held_out.tsv", 20261, folder, prose[1::2])


if __name__ == "__main__":
    main()
