"""Whether the place where two chunks were joined can be told from a pause inside of one."""
import numpy as np

from .. import sound
from . import mel, pauses

FEATURES = ("step_db", "spectrum_db")
_BESIDE_S = 0.15
_NEAR_JOIN_S = 0.35
_DEVIATIONS = 4.0
_LEAST_SPREAD = 3.0  # dB: below that the ear does not tell, however even the insides are
LEAST_INSIDES = 8


def features(samples, begin_s, end_s):
    """Of the pause from begin_s to end_s. step_db: the steepest step from sample to sample in it, against the speech.
    spectrum_db: how far the bands of the 150 ms of sound before it are from those after it, mean of the absolute dB."""
    first, last = (int(round(at * sound.RATE)) for at in (begin_s, end_s))
    beside = int(_BESIDE_S * sound.RATE)
    step = np.abs(np.diff(samples[max(0, first):max(last, first + 2)]))
    before = mel.bands(samples[max(0, first - beside):max(first, 1)])
    after = mel.bands(samples[last:last + beside])
    spectrum = 0.0
    if len(before) and len(after):
        spectrum = float(np.abs(before.mean(0) - after.mean(0)).mean())
    level = sound.speech_level(samples)
    return {"step_db": float(sound.decibels(step.max() ** 2 if len(step) else 0.0)) - level, "spectrum_db": spectrum}


def places(samples, times, joins_s):
    """(features at joins, features at pauses inside chunks).

    times: [(mark, end of the sound before, start of the sound after)]; joins_s: where one chunk's samples end and the
    next one's begin. A mark belongs to a join when its pause is at it.
    """
    at_join, inside = [], []
    for mark, before, after in times:
        begin, end = pauses.quiet_stretch(samples, before, after)
        joined = any(begin - _NEAR_JOIN_S < join < end + _NEAR_JOIN_S for join in joins_s)
        if end - begin >= 0.03:
            (at_join if joined else inside).append({"mark": mark, **features(samples, begin, end)})
    for join in joins_s:  # a join that is heard may be none of the text's marks
        around = samples[max(0, int((join - 0.002) * sound.RATE)):int((join + 0.002) * sound.RATE)]
        step = np.abs(np.diff(around)).max() if len(around) > 1 else 0.0
        at_join.append({"mark": "", "step_db": float(sound.decibels(step ** 2)) - sound.speech_level(samples)})
    return at_join, inside


def told(at_join, inside):
    """How many joins differ from the insides by more than four of their deviations; None with too few insides."""
    if len(inside) < LEAST_INSIDES:
        return None
    limits = {}
    for name in FEATURES:
        values = np.array([place[name] for place in inside])
        limits[name] = values.mean() + _DEVIATIONS * max(values.std(), _LEAST_SPREAD)
    return sum(any(place.get(name, -np.inf) > limits[name] for name in FEATURES) for place in at_join)
