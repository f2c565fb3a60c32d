"""Integrated loudness of ITU-R BS.1770-4, one channel."""
import math

import numpy as np
from scipy.signal import lfilter


def _k_weighting(rate):
    """The two filters of BS.1770 as (b, a), for any rate (coefficients from their analogue prototypes, as libebur128)."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, vh = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    vb = vh ** 0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = ([(vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0],
             [1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0])
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return shelf, ([1, -2, 1], [1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0])


def integrated(x, rate=24000):
    """LUFS of float samples; blocks of 0.4 s each 0.1 s, gated at -70 LUFS and 10 LU under the ungated loudness."""
    for b, a in _k_weighting(rate):
        x = lfilter(b, a, x)
    block, hop = int(0.4 * rate), int(0.1 * rate)
    sums = np.concatenate([[0], np.cumsum(x ** 2)])
    starts = np.arange(0, len(x) - block + 1, hop)
    power = (sums[starts + block] - sums[starts]) / block
    power = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not len(power):
        return -math.inf
    return -0.691 + 10 * math.log10(np.mean(power[power > 0.1 * np.mean(power)]))
