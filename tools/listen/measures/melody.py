"""The pitch of a voice, its range, and whether two voices move alike."""
import numpy as np

from .. import sound
from . import mel

_LEAST_VOICED = 10


def track(samples):
    """F0 in Hz at every frame of mel.bands(); 0 where there is no voice. By Praat's autocorrelation."""
    import parselmouth
    heard = parselmouth.Sound(np.asarray(samples, np.float64), sound.RATE).to_pitch_ac(
        time_step=mel.HOP_S, pitch_floor=60, pitch_ceiling=500)
    frames = np.arange(len(samples) // int(mel.HOP_S * sound.RATE) + 1)
    nearest = np.rint((frames * mel.HOP_S - heard.x1) / heard.dx).astype(int)
    return heard.selected_array["frequency"][np.clip(nearest, 0, heard.n_frames - 1)]


def spread(pitch):
    """(standard deviation, range from the 5th to the 95th of 100 frames) in semitones; None with too little voice."""
    voiced = pitch[pitch > 0]
    if len(voiced) < _LEAST_VOICED:
        return None
    tones = 12 * np.log2(voiced)
    return float(tones.std()), float(np.percentile(tones, 95) - np.percentile(tones, 5))


def correlation(one, other, pairs):
    """Of the logarithms of two pitches, where both have a voice, along an alignment; None with too little of it."""
    first, second = np.array([(one[i], other[j]) for i, j in pairs if i < len(one) and j < len(other)]).T
    both = (first > 0) & (second > 0)
    if both.sum() < _LEAST_VOICED or first[both].std() < 1e-6 or second[both].std() < 1e-6:
        return None
    return float(np.corrcoef(np.log(first[both]), np.log(second[both]))[0, 1])
