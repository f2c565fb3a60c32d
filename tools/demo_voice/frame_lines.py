"""Whether a sound hums at the network's frame rate: lines in its spectrum where no speaker has them."""
import numpy as np

HOP, SAMPLE_RATE = 300, 24000  # as in features.py, which needs more than numpy

_FRAME_RATE = SAMPLE_RATE / HOP  # Hz; the generator may repeat one frame's pattern in the next
_BAND = (1200, 8000)             # Hz: below it the pitch's own harmonics are strong
_WINDOW = 32 * HOP               # samples: 2.5 Hz from bin to bin, 32 from line to line
_LOUD = 0.01                     # rms; windows below it are pauses


def measure(samples):
    """How far the multiples of the frame rate stand above what is around them, in dB (mean over them; 0.5 in speech)."""
    window = np.hanning(_WINDOW)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[:: _WINDOW // 2]
    frames = frames[np.sqrt((frames ** 2).mean(axis=1)) > _LOUD]
    power = (np.abs(np.fft.rfft(frames * window)) ** 2).sum(axis=0) + 1e-12
    step = _WINDOW // HOP
    lines = np.arange(int(np.ceil(_BAND[0] / _FRAME_RATE)), int(_BAND[1] / _FRAME_RATE) + 1) * step
    strength = [power[k - 1 : k + 2].max() / np.median(power[k - step // 2 : k + step // 2]) for k in lines]
    return float(10 * np.log10(strength).mean())
