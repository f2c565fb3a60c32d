"""How long a voice is silent at each mark."""
import numpy as np

from .. import sound

QUIET_BELOW_SPEECH_DB = 30.0
_AROUND_S = 0.25  # how far a recogniser's times may be off


def quiet_stretch(samples, before_s, after_s):
    """(begin, end) in seconds of the longest stretch 30 dB below the speech that touches the time between two sounds."""
    level = sound.levels(samples)
    quiet = level < sound.speech_level(samples) - QUIET_BELOW_SPEECH_DB
    low = max(0, int((min(before_s, after_s) - _AROUND_S) / sound.HOP_S) - 1)
    high = min(len(quiet), int((max(before_s, after_s) + _AROUND_S) / sound.HOP_S))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    runs = [(start, end) for start, end in edges.reshape(-1, 2) if end > low and start < high and start > 0 and end < len(quiet)]
    if not runs:
        return after_s, after_s
    start, end = max(runs, key=lambda run: run[1] - run[0])
    return start * sound.HOP_S + sound.HOP_S / 2, end * sound.HOP_S + sound.HOP_S / 2


def measure(samples, times):
    """{mark: [seconds]} for times [(mark, end of the sound before it, start of the sound after it)]."""
    found = {}
    for mark, before, after in times:
        begin, end = quiet_stretch(samples, before, after)
        found.setdefault(mark, []).append(round(end - begin, 4))
    return found
