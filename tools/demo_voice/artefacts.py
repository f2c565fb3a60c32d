"""Signs of clicks, tones and bursts in a sound."""
import numpy as np

_SIZE, _HOP = 480, 240
_PAUSE = 50.0         # dB under the loudest frame
_MARGIN = 3           # frames beside speech that are its fading, not a pause
_BURST_RISE = 30.0    # dB above what is 20 ms before and after


def measure(x):
    """Figures of one sound; each is to be compared with the teacher's range over all sentences.

    jump: the greatest step from sample to sample over the sound's peak. pause_flatness: the lowest spectral flatness
    (geometric over arithmetic mean of the power) of a pause, with half a 16-bit step of noise added, so that a tone
    shows and silence is flat. pause_level: the loudest pause in dBFS. bursts: frames that stand out alone by 30 dB.
    """
    at = np.arange(0, len(x) - _SIZE, _HOP)[:, None] + np.arange(_SIZE)
    frames = x[at] * np.hanning(_SIZE)
    power = (frames ** 2).mean(1) + 1e-12
    level = 10 * np.log10(power)
    quiet = np.pad(level < level.max() - _PAUSE, _MARGIN, constant_values=True)
    pause = np.lib.stride_tricks.sliding_window_view(quiet, 2 * _MARGIN + 1).all(1)
    rounding = np.random.RandomState(0).normal(0, 0.5 / 32768, frames[pause].shape) * np.hanning(_SIZE)
    spectrum = np.abs(np.fft.rfft(frames[pause] + rounding, axis=1)[:, 2:]) ** 2 + 1e-16
    flatness = np.exp(np.log(spectrum).mean(1)) / spectrum.mean(1)
    alone = level[2:-2] - np.maximum(level[:-4], level[4:]) > _BURST_RISE
    return dict(jump=float(np.abs(np.diff(x)).max() / np.abs(x).max()),
                pause_flatness=float(flatness.min()) if len(flatness) else 1.0,
                pause_level=float(level[pause].max()) if pause.any() else -120.0,
                bursts=int(alone.sum()))


def worst(figures):
    return dict(jump=max(f["jump"] for f in figures), pause_flatness=min(f["pause_flatness"] for f in figures),
                pause_level=max(f["pause_level"] for f in figures), bursts=max(f["bursts"] for f in figures))


def within(model, teacher):
    """Whether the model's worst figures are in the teacher's range."""
    return model["jump"] <= teacher["jump"] and model["pause_flatness"] >= teacher["pause_flatness"] and model["bursts"] <= teacher["bursts"]
