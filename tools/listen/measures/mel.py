"""Mel spectra in dB, and how far two sounds are from each other by them."""
import functools

import numpy as np

from .. import sound

BANDS = 80
_SIZE, _HOP = 1024, 300  # 12.5 ms: half a frame of the network
HOP_S = _HOP / sound.RATE
_FLOOR_DB = 60.0         # below the loudest band nothing counts
_FARTHEST = 0.2          # of the longer sound: how far the path may leave the diagonal


@functools.cache
def _filters():
    """[BANDS, _SIZE / 2 + 1]: triangles of unit sum, evenly spaced on the mel scale from 0 to 12 kHz."""
    def to_mel(hertz):
        return 2595 * np.log10(1 + hertz / 700)
    edges = 700 * (10 ** (np.linspace(0, to_mel(sound.RATE / 2), BANDS + 2) / 2595) - 1)
    bins = np.arange(_SIZE // 2 + 1) * sound.RATE / _SIZE
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rising, falling))
    return weights / np.maximum(weights.sum(1, keepdims=True), 1e-12)


def bands(samples):
    """[frames, BANDS] in dB."""
    samples = np.asarray(samples, np.float64)
    if len(samples) < 2:
        return np.zeros((0, BANDS))
    padded = np.pad(samples, _SIZE // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP] * np.hanning(_SIZE)
    return sound.decibels(np.abs(np.fft.rfft(frames, axis=1)) ** 2 @ _filters().T)


def levelled(samples):
    """bands() with the loudest at 0 and nothing below -60 dB."""
    found = bands(samples)
    return np.maximum(found - found.max(), -_FLOOR_DB) if len(found) else found


def distance(one, other):
    """Mean absolute difference in dB of two spectra frame by frame; a missing frame at the end is left out."""
    frames = min(len(one), len(other))
    return float(np.abs(one[:frames] - other[:frames]).mean())


def path(one, other):
    """[(frame of one, frame of other)]: the alignment of least total difference (dynamic time warping)."""
    width = max(int(_FARTHEST * max(len(one), len(other))), abs(len(one) - len(other)) + 1)
    cost = np.full((len(one) + 1, len(other) + 1), np.inf)
    step = np.zeros((len(one) + 1, len(other) + 1), np.int8)
    cost[0, 0] = 0
    for row in range(1, len(one) + 1):
        centre = row * len(other) // len(one)
        low, high = max(1, centre - width), min(len(other), centre + width)
        difference = np.abs(other[low - 1:high] - one[row - 1]).mean(1)
        for column, local in enumerate(difference, low):
            before = (cost[row - 1, column - 1] + local, cost[row - 1, column] + 1.2 * local, cost[row, column - 1] + 1.2 * local)
            step[row, column] = choice = before.index(min(before))
            cost[row, column] = before[choice]
    pairs, row, column = [], len(one), len(other)
    while row and column:
        pairs.append((row - 1, column - 1))
        choice = step[row, column]
        row, column = row - (choice != 2), column - (choice != 1)
    return pairs[::-1]


def distance_along(one, other, pairs):
    """Mean absolute difference in dB of frames that answer to each other."""
    first, second = np.array(pairs).T
    return float(np.abs(one[first] - other[second]).mean())
