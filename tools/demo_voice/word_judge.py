"""Decides which of two words was said, by dynamic time warping against the teacher's renderings of both."""
import numpy as np
from scipy.fftpack import dct

from features import SAMPLE_RATE, mel_filters

_SIZE, _HOP, _BANDS, _COEFFICIENTS = 600, 240, 40, 16
_FILTERS = mel_filters(_BANDS, 1024, 80, 8000)
_STEP = 0.2    # extra cost of a step that takes a frame of one side only
_QUIET = 40.0  # dB under the peak, where a word begins and ends


def cepstra(samples, rate=SAMPLE_RATE):
    """[frames, 2 * _COEFFICIENTS]: mel cepstra of the word without silence around it, mean removed, and their slopes."""
    if rate != SAMPLE_RATE:
        raise ValueError(f"{rate} samples a second; expected {SAMPLE_RATE}")
    at = np.arange(0, len(samples), _HOP)[:, None] + np.arange(_SIZE)
    frames = np.pad(samples, (_SIZE // 2, _SIZE))[at] * np.hanning(_SIZE)
    level = 10 * np.log10((frames ** 2).mean(1) + 1e-10)
    loud = np.where(level > level.max() - _QUIET)[0]
    frames = frames[max(loud[0] - 1, 0):loud[-1] + 2]
    bands = np.abs(np.fft.rfft(frames, 1024, axis=1)) @ _FILTERS.T
    log = np.log(bands + 1e-3 * bands.max())
    coefficients = dct(log, norm="ortho", axis=1)[:, 1:_COEFFICIENTS + 1]
    coefficients = coefficients - coefficients.mean(0)
    padded = np.pad(coefficients, ((2, 2), (0, 0)), mode="edge")
    slopes = (2 * padded[4:] + padded[3:-1] - padded[1:-3] - 2 * padded[:-4]) / 10
    return np.concatenate([coefficients, 3 * slopes], 1)


def distance(a, b):
    """The mean cost along the cheapest path that aligns a and b; computed by antidiagonals, a row of `total` each."""
    cost = np.sqrt(np.maximum((a ** 2).sum(1)[:, None] + (b ** 2).sum(1)[None] - 2 * a @ b.T, 0))
    rows, columns = cost.shape
    before, last = np.full(rows + 1, np.inf), np.full(rows + 1, np.inf)  # of the antidiagonal, by row; 0 is outside
    before[0] = 0  # the corner from which the path sets out
    for diagonal in range(rows + columns - 1):
        first, end = max(0, diagonal - columns + 1), min(rows, diagonal + 1)
        here = cost[np.arange(first, end), diagonal - np.arange(first, end)]
        now = np.full(rows + 1, np.inf)
        now[first + 1:end + 1] = here + np.minimum(before[first:end], np.minimum(last[first:end], last[first + 1:end + 1]) + _STEP)
        before, last = last, now
    return last[-1] / (rows + columns)


def choose(said, templates):
    """The key of `templates` ({word: [cepstra]}) whose nearest rendering is the nearest to `said`."""
    return min(templates, key=lambda word: min(distance(said, template) for template in templates[word]))
