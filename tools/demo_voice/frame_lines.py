"""Whether a sound hums at the rates of the network's layers: lines in its spectrum where no speaker has them."""
import numpy as np

RATES = (80, 400, 1600)  # Hz: of the frames and of the generator's two layers, which may repeat themselves
_SAMPLE_RATE = 24000
_BAND = (1200, 8000)     # Hz: below it the pitch's own harmonics are strong
_WINDOW = 9600           # samples: 2.5 Hz from bin to bin
_AROUND = 16             # bins on either side: to the middle between two lines of the lowest rate
_LOUD = 0.01             # rms; windows below it are pauses


def measure(samples):
    """For each of RATES: how far its multiples stand above what is around them, in dB (mean over them; up to 1 in speech)."""
    window = np.hanning(_WINDOW)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[:: _WINDOW // 2]
    frames = frames[np.sqrt((frames ** 2).mean(axis=1)) > _LOUD]
    power = (np.abs(np.fft.rfft(frames * window)) ** 2).sum(axis=0) + 1e-12

    def above(hertz):
        k = hertz * _WINDOW // _SAMPLE_RATE
        return 10 * np.log10(power[k - 1 : k + 2].max() / np.median(power[k - _AROUND : k + _AROUND]))
    return [float(np.mean([above(line) for line in range(rate, _BAND[1] + 1, rate) if line >= _BAND[0]])) for rate in RATES]
