"""Whether a sound hums at the rates of the network's layers: lines in its spectrum where no speaker has them."""
import numpy as np

RATES = (80, 400, 1200)  # Hz: of the frames and of the generator's layers, which may repeat themselves; the last, 4,800, among them
BAND = (1200, 11000)     # Hz: below it the pitch's own harmonics are strong, above it the teacher has nothing
LOUD = 0.01              # rms; windows below it are pauses
UNHEARD = 1e-7           # of a window's power: what is less in a bin is nothing
HEARD = 5.0              # dB, see measure()
_SAMPLE_RATE = 24000
_WINDOW = 2400           # samples: a sound or two; 10 Hz from bin to bin
_REACH = RATES[0] * _WINDOW // _SAMPLE_RATE // 2  # bins: to the middle between two lines of the lowest rate


def measure(samples):
    """For each of RATES: how far the highest line at a multiple of it stands above what is around it, in dB (mean over the
    windows, so that weak sounds count as much as loud ones; the mean of three bins against that of the bins about them).

    In speech it is below 1. A tone in noise is heard from some 18 dB above the noise in 1 Hz at 1.2 kHz (Fletcher's
    critical ratio; more at higher ones), which is 3 dB above the noise in three bins, 5 dB with that noise: HEARD."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[:: _WINDOW // 2]
    frames = frames[np.sqrt((frames ** 2).mean(axis=1)) > LOUD]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW))) ** 2
    power += UNHEARD * power.sum(axis=1, keepdims=True)

    def above(hertz):
        k = hertz * _WINDOW // _SAMPLE_RATE
        parts = slice(k - 1, k + 2), slice(k - _REACH, k - 2), slice(k + 3, k + _REACH + 1)
        line, low, high = (power[:, part].mean(axis=1) for part in parts)
        return (10 * np.log10(2 * line / (low + high))).mean()
    return [float(max(above(line) for line in range(rate, BAND[1] + 1, rate) if line >= BAND[0])) for rate in RATES]
