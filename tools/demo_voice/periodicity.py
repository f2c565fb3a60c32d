"""How much of the voice is left where a vocoder turns to noise first: whether one period is like the next."""
import numpy as np
from scipy.signal import butter, sosfiltfilt

from features import HOP, SAMPLE_RATE

_BAND = butter(4, (1200, 4000), "bandpass", fs=SAMPLE_RATE, output="sos")
_STEADY = 2   # frames on either side that must be voiced too
_JITTER = 2   # samples that a period may be off its F0


def periodicity(x, f0):
    """Median correlation of two periods of x with the two from one period later, 1.2 to 4 kHz, over the steadily voiced
    frames of f0 (Hz, 80 a second); not a number without any."""
    y = sosfiltfilt(_BAND, x)
    found = []
    for i in np.flatnonzero(np.lib.stride_tricks.sliding_window_view(f0 > 0, 2 * _STEADY + 1).all(1)) + _STEADY:
        centre, period = i * HOP + HOP // 2, int(round(SAMPLE_RATE / f0[i]))
        start = centre - 2 * period
        if start < 0 or centre + period + _JITTER > len(y):
            continue
        here, later = y[start:centre], [y[start + lag:centre + lag] for lag in range(period - _JITTER, period + _JITTER + 1)]
        found.append(max(float(np.corrcoef(here, other)[0, 1]) for other in later))
    return float(np.median(found)) if found else float("nan")
