"""Times of words as the program tells them against those of a recogniser."""
from .. import edits
from . import words


def differences(captions, recognised, language):
    """Seconds by which the starts of words in `captions` are later than in `recognised`; both [(word, start, end)].

    Words that only one of them has are left out, and Japanese and Mandarin are compared where a word begins with the
    same character.
    """
    told = _keyed(captions, language)
    heard = _keyed(recognised, language)
    pairs = edits.matches([word for word, _ in told], [word for word, _ in heard])
    return [told[one][1] - heard[other][1] for one, other in pairs if told[one][1] is not None and heard[other][1] is not None]


def _keyed(timed, language):
    """[(word or character, start)]; only the first of several parts has a start."""
    keyed = []
    for word, start, _ in timed:
        for index, part in enumerate(words.spoken(word, language)):
            keyed.append((part, start if index == 0 else None))
    return keyed
