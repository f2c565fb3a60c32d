"""How loud a sound is, whether it is clipped, whether something clicks."""
import numpy as np

from .. import sound

FULL_SCALE = 32766 / 32768
_NEAR = int(0.002 * sound.RATE)    # a click and its echo in a filter end within 2 ms
_BESIDE = int(0.025 * sound.RATE)  # two periods of the lowest voice
_ABOVE_BESIDE = 6.0
_AUDIBLE = 10 ** (-50 / 20)


def clicks(samples):
    """Places (samples) of steps that are six times as steep as everything 2 to 25 ms before and after them.

    Pulses of a voice come again within 25 ms, and the burst of a consonant is followed by its noise: they have their
    like on one side at least. Steps of less than -50 dBFS are not heard.
    """
    step = np.abs(np.diff(np.asarray(samples, np.float64)))
    padded = np.pad(step, _BESIDE)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BESIDE - _NEAR)
    found = []
    for place in np.flatnonzero(step > _AUDIBLE):
        centre = place + _BESIDE
        before, after = windows[centre - _BESIDE].max(), windows[centre + _NEAR + 1].max()
        if step[place] > _ABOVE_BESIDE * max(before, after, 1e-9) and (not found or place - found[-1] > _NEAR):
            found.append(int(place))
    return found


def measure(samples):
    """level_db: of the speech, in dBFS; peak_db; clipped: samples at full scale; clicks: how many."""
    peak = float(np.abs(samples).max()) if len(samples) else 0.0
    return {"level_db": sound.speech_level(samples), "peak_db": float(sound.decibels(peak ** 2)),
            "clipped": int(np.count_nonzero(np.abs(samples) >= FULL_SCALE)), "clicks": len(clicks(samples))}
