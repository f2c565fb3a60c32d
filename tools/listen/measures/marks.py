"""Where the marks of a text are said: between which of its letters, and at what times, if a recogniser heard them."""
import re
import unicodedata

from .. import edits

MARKS = {",": ",", "、": ",", "，": ",", ";": ";", "；": ";", ":": ":", "：": ":", ".": ".", "。": ".", "।": ".", "?": "?",
         "？": "?", "!": "!", "！": "!", "…": "…", "—": "—"}
PARAGRAPH = "¶"
_FARTHEST_LETTER = 3  # a letter that was heard stands for the mark's place if it is no farther from it


def letters(text):
    """[(letter, place in text)] in lower case, without accents, spaces and marks."""
    found = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character.lower()):
            if part.isalnum():
                found.append((part, place))
    return found


def marks(text):
    """[(mark, number of letters before it)] of marks with letters on both sides; the last of a row of them counts.

    The end of a paragraph is the mark `¶`, whatever mark stands before it. A point within a number or name is none.
    """
    found, count, total = [], 0, len(letters(text))
    for place, character in enumerate(text):
        count += len(letters(character))
        if not 0 < count < total:
            continue
        mark = PARAGRAPH if character == "\n" else MARKS.get(character)
        behind = text[place + 1:place + 2]
        if mark in (".", ",", ":") and ord(character) < 128 and not re.match(r"[\s\"'”’)]", behind or " "):
            continue
        if mark and found and found[-1][1] == count:
            if found[-1][0] != PARAGRAPH:
                found[-1] = (mark, count)
        elif mark:
            found.append((mark, count))
    return found


def letter_times(words):
    """[(letter, start, end)] of words [(word, start_s, end_s)]; a word's time is shared out evenly."""
    timed = []
    for word, start, end in words:
        own = letters(word)
        step = (end - start) / max(1, len(own))
        timed += [(letter, start + index * step, start + (index + 1) * step) for index, (letter, _) in enumerate(own)]
    return timed


def mark_times(text, words):
    """[(mark, s, s)]: the end of the last letter heard before each mark and the start of the first after it.

    words: [(word, start_s, end_s)] as recognised or as captions say it. Marks whose neighbours were not heard are left
    out, and those whose neighbours are not in order of time.
    """
    wanted, timed = [letter for letter, _ in letters(text)], letter_times(words)
    heard = dict(edits.matches(wanted, [letter for letter, _, _ in timed]))
    found = []
    for mark, count in marks(text):
        before = next((heard[i] for i in range(count - 1, max(-1, count - 1 - _FARTHEST_LETTER), -1) if i in heard), None)
        after = next((heard[i] for i in range(count, min(len(wanted), count + _FARTHEST_LETTER)) if i in heard), None)
        if before is not None and after is not None and timed[before][2] <= timed[after][1] + 0.2:
            found.append((mark, timed[before][2], timed[after][1]))
    return found
