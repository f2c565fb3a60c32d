"""Kokoro's tokens with durations, out of espeak-ng's phonemes and their sample positions."""
import numpy as np

# misaki's fallback alphabet, in its order (hexgrad/misaki, espeak.py); both Englishes first, then each one's own.
_COMMON = [("ʔn̩", "ʔn"), ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"), ("eɪ", "A"), ("tʃ", "ʧ"), ("ɔɪ", "Y")]
_AMERICAN = [("oʊ", "O"), ("əl", "ᵊl"), ("n̩", "ᵊn"), ("l̩", "ᵊl"), ("m̩", "ᵊm"), ("ɚ", "əɹ"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"),
             ("ɪə", "iə"), ("ː", "")]
_BRITISH = [("əʊ", "Q"), ("eə", "ɛː"), ("iə", "ɪə"), ("əl", "ᵊl"), ("n̩", "ᵊn"), ("l̩", "ᵊl"), ("m̩", "ᵊm"), ("ɚ", "ə")]
_LAST = [("e", "A"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("o", "ɔ"), ("ɾ", "T"), ("ʔ", "t")]
_STRESS, _IGNORED = "ˈˌ", "ˈˌ-|"


def misaki_unit(unit, british):
    for old, new in _COMMON + (_BRITISH if british else _AMERICAN) + _LAST:
        unit = unit.replace(old, new)
    return unit


def ipa_unit(unit, british):
    """espeak-ng's own alphabet, as users who bring phonemes often write it."""
    del british
    return unit.replace("\u0329", "")


class _Unit:
    def __init__(self, phoneme, stress, starts_word):
        self.phoneme, self.stress, self.starts_word, self.punctuation = phoneme, stress, starts_word, ""


def _units(clauses):
    """The units of the phoneme strings, or None where a stress mark stands alone."""
    units = []
    for phonemes, punctuation in clauses:
        for word in phonemes.split(" "):
            first = True
            for written in word.split("_"):
                stress = "".join(c for c in written if c in _STRESS)
                phoneme = "".join(c for c in written if c not in _IGNORED)
                if phoneme:
                    units.append(_Unit(phoneme, stress, first))
                    first = False
                elif stress:
                    return None
        if units:
            units[-1].punctuation = punctuation
    _separate_articles(units)
    return units


def _separate_articles(units):
    """espeak-ng joins "of the"; the article gets its own word again."""
    for before, article, vowel, after in zip(units, units[1:], units[2:], units[3:] + [None]):
        joined = article.phoneme == "ð" and vowel.phoneme in ("ə", "ɪ") and not article.starts_word and not vowel.starts_word
        if joined and not article.stress and (after is None or after.starts_word) and before.phoneme in "vntdm":
            article.starts_word = True


def align(clauses, events, vocabulary, unit_to_tokens, british):
    """[(token, first sample, last sample)], or None where events and phonemes disagree or a token has no id."""
    units = _units(clauses)
    events = [(sample, name.replace("-", "")) for sample, name in events]
    if not units or [unit.phoneme for unit in units] != [name for _, name in events if name]:
        return None
    tokens, remaining = [], iter(units)
    for i, (start, name) in enumerate(events):
        if not name:
            continue
        unit = next(remaining)
        end = events[i + 1][0] if i + 1 < len(events) else start
        if unit.starts_word and tokens:
            tokens.append((" ", start, start))
        tokens += [(mark, start, start) for mark in unit.stress]
        written = unit_to_tokens(unit.phoneme, british)
        if written == "ɹ" and tokens and tokens[-1][0] == "ɹ":  # "water at": ɚ is əɹ already, the linking r is the same r
            tokens[-1] = ("ɹ", tokens[-1][1], end)
            written = ""
        for k, token in enumerate(written):
            tokens.append((token, start + (end - start) * k / len(written), start + (end - start) * (k + 1) / len(written)))
        if unit.punctuation:
            following = next((sample for sample, later in events[i + 1:] if later), end)
            tokens.append((unit.punctuation, end, following))
    return tokens if all(token in vocabulary for token, _, _ in tokens) else None


def durations(starts, total):
    """Start of each token in frames -> whole durations of at least 1 that sum to `total` (isotonic regression)."""
    count = len(starts)
    levels, sizes = [], []
    for value in np.asarray(starts, float) - np.arange(count):
        levels.append(value)
        sizes.append(1)
        while len(levels) > 1 and levels[-2] > levels[-1]:  # pool adjacent violators
            size = sizes[-1] + sizes[-2]
            levels[-2:] = [(levels[-1] * sizes[-1] + levels[-2] * sizes[-2]) / size]
            sizes[-2:] = [size]
    fitted = np.clip(np.round(np.repeat(levels, sizes)), 0, total - count).astype(int)
    fitted[0] = 0
    return np.diff(np.append(fitted + np.arange(count), total))
