"""How Southern British English says the words that CMU's dictionary has in American, in that dictionary's phones."""
import itertools

_VOWELS = set("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
_CENTRING = {"IH", "UH", "AY", "AW"}  # a silent R leaves a schwa behind them: here, tour, fire, hour


def _silent_r(phones, nurse):
    """R only where a vowel follows; ER, which has no R-less sign of its own, becomes `nurse`."""
    said = []
    for phone, following in itertools.zip_longest(phones, phones[1:]):
        before_vowel = following in _VOWELS
        if phone == "ER":
            said += [nurse, "R"] if before_vowel else [nurse]
        elif phone != "R" or before_vowel:
            said.append(phone)
        elif said and said[-1] in _CENTRING:
            said.append("AH")
    return said


def _broad_a(phones):
    """bath, last, after, dance, sample: AA, not AE"""
    def is_broad(i):
        following = phones[i + 1 : i + 3]
        return following[:1] in (["F"], ["S"], ["TH"]) or following in (["N", "S"], ["N", "T"], ["N", "CH"], ["M", "P"])
    return ["AA" if phone == "AE" and is_broad(i) else phone for i, phone in enumerate(phones)]


def _round_o(phones):
    """lot: rounded"""
    return ["AO" if phone == "AA" else phone for phone in phones]


def _yod(phones):
    """new, tune, due: Y before UW"""
    said = []
    for phone in phones:
        if phone == "UW" and said and said[-1] in ("T", "D", "N"):
            said.append("Y")
        said.append(phone)
    return said


def _central_goat(phones):
    """go, slow, old: the diphthong starts at the schwa"""
    return [said for phone in phones for said in (["AH", "UH"] if phone == "OW" else [phone])]


def british(phones):
    """The phones of an American entry -> other ways to say it (lists of phones, none twice), the entry's own left out.

    Each rule but the silent R may apply or not: which words have it is a matter of the lexicon, and who listens for a
    closed list of words needs no more.
    """
    found = []
    rules = (_round_o, _broad_a, _yod, _central_goat)
    for nurse, *chosen in itertools.product(("AH", "ER"), *[(False, True)] * len(rules)):
        said = list(phones)
        for rule in itertools.compress(rules, chosen):
            said = rule(said)
        said = _silent_r(said, nurse)
        if said != list(phones) and said not in found:
            found.append(said)
    return found
