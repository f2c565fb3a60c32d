"""Words and phonemes that were heard against those that were to be said."""
import functools
import re
import unicodedata

from .. import edits

_BY_CHARACTER = ("ja", "zh")
_DIPHTHONGS = {"A": "eɪ", "I": "aɪ", "W": "aʊ", "O": "oʊ", "Q": "əʊ", "Y": "ɔɪ", "ʤ": "dʒ", "ʧ": "tʃ", "T": "ɾ",
               "ᵊ": "ə", "ᵻ": "ɪ"}
_ALIKE = {"ɝ": "ɜɹ", "ɚ": "əɹ", "r": "ɹ", "ɐ": "ə", "g": "ɡ", "ɾ": "t", "ʌ": "ə", "ɒ": "ɑ", "ɔ": "ɑ", "ɜ": "ə", "ɫ": "l",
          "e": "ɛ", "o": "ɑ"}


@functools.cache
def _number(digits, language):
    try:
        from num2words import num2words
        return " " + num2words(int(digits), lang=language).replace("-", " ").replace(",", " ") + " "
    except (ImportError, NotImplementedError, OverflowError):
        return digits


def spoken(text, language):
    """The words of a text in lower case without marks, numbers in letters; its characters in Japanese and Mandarin."""
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    text = re.sub(r"(?<=\d)[,.](?=\d{3}\b)", "", text)
    text = re.sub(r"\d+", lambda digits: _number(digits[0], language), text)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c == "'" else " " for c in text).split()
    kept = [word.strip("'") for word in kept if word.strip("'")]
    return list("".join(kept)) if language in _BY_CHARACTER else kept


def sounds(phonemes):
    """Phonemes as both the network's alphabet and the recogniser's write them, without stress, length and marks."""
    for symbol, written in _DIPHTHONGS.items():
        phonemes = phonemes.replace(symbol, written)
    phonemes = re.sub(r"[^\w]|[ˈˌːˑ_\d]", "", unicodedata.normalize("NFD", phonemes))
    return "".join(_ALIKE.get(symbol, symbol) for symbol in phonemes)


def word_errors(text, heard, language):
    """(errors, words that were to be said)."""
    wanted = spoken(text, language)
    return edits.distance(wanted, spoken(heard, language)), len(wanted)


def phoneme_errors(phonemes, heard):
    wanted = sounds(phonemes)
    return edits.distance(wanted, sounds(heard)), len(wanted)
