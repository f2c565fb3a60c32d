"""What the network is taught about a sound: F0 and the phase of its fundamental, energy; mel filters for losses.

Frames: 40 a second (FRAME samples at 24 kHz) for durations, 80 a second (HOP samples) for F0, phase and energy.
"""
import numpy as np
from scipy.signal import resample_poly

SAMPLE_RATE, FRAME, HOP = 24000, 600, 300
_SILENCE = 0.004  # rms under which no pitch is looked for
_PERIODIC = 0.30  # YIN's difference of a frame that is voiced by itself,
_GOES_ON = 0.45   # and of one that continues the pitch of its neighbour


def mel_filters(bands=80, fft=1024, low=0, high=12000):
    """[bands, fft/2 + 1], triangles of equal area."""
    def to_mel(f):
        return 2595 * np.log10(1 + f / 700)
    edges = 700 * (10 ** (np.linspace(to_mel(low), to_mel(high), bands + 2) / 2595) - 1)
    f = np.arange(fft // 2 + 1) * SAMPLE_RATE / fft
    rising = (f[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - f[None]) / (edges[2:] - edges[1:-1])[:, None]
    return (np.maximum(0, np.minimum(rising, falling)) * (200.0 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


MEL = mel_filters()


def windows_at(x, centres, width):
    """[len(centres), width] samples around each centre, zeros beyond the ends."""
    padded = np.pad(x, width)
    return padded[(centres - width // 2 + width)[:, None] + np.arange(width)[None]]


def frame_centres(x):
    return np.arange(len(x) // HOP) * HOP + HOP // 2


def energy(x):
    """N: log of the norm of the mel spectrum at each 80 Hz frame."""
    frames = windows_at(x, frame_centres(x), 800) * np.hanning(800)[None]
    magnitude = np.abs(np.fft.rfft(frames, 1024, axis=1)).astype(np.float32)
    return np.log(np.linalg.norm(magnitude @ MEL.T, axis=1) + 0.05).astype(np.float32)


def _yin(x, centres, low, high):
    """YIN's cumulative mean normalised difference at 8 kHz of each frame by lag, and the rms of each frame."""
    window, longest = 200, int(8000 / low) + 2
    frames = windows_at(resample_poly(x, 1, 3), centres // 3, window + longest)
    fft = 512
    correlation = np.fft.irfft(np.conj(np.fft.rfft(frames[:, :window], fft, axis=1)) * np.fft.rfft(frames, fft, axis=1),
                               fft, axis=1)[:, :longest]
    total = np.cumsum(np.pad(frames ** 2, ((0, 0), (1, 0))), axis=1)
    power = total[:, window:window + longest] - total[:, :longest]
    difference = np.maximum(power[:, :1] + power - 2 * correlation, 0)
    normalised = np.ones_like(difference)
    normalised[:, 1:] = difference[:, 1:] * np.arange(1, longest) / np.maximum(np.cumsum(difference[:, 1:], axis=1), 1e-9)
    return normalised, np.sqrt(power[:, 0] / window)


def _refined_pitch(c, k):
    """F0 at lag k of a frame's difference c, by the parabola through its neighbours."""
    curvature = c[k - 1] - 2 * c[k] + c[k + 1]
    offset = 0.5 * (c[k - 1] - c[k + 1]) / curvature if curvature > 1e-9 else 0
    return 8000 / (k + np.clip(offset, -1, 1))


def _track(x, centres, low, high):
    """F0 of each frame (0 = unvoiced), and the rms: clearly periodic frames first, then what goes on from them."""
    difference, rms = _yin(x, centres, low, high)
    shortest, longest = int(8000 / high), difference.shape[1]
    f0 = np.zeros(len(centres))
    for i in np.where(rms >= _SILENCE)[0]:
        c = difference[i]
        below = np.where(c[shortest:longest - 1] < 0.12)[0]
        if len(below):
            k = shortest + below[0]
            while k + 1 < longest - 1 and c[k + 1] < c[k]:
                k += 1
        else:
            k = shortest + int(np.argmin(c[shortest:longest - 1]))
        if c[k] <= _PERIODIC:
            f0[i] = _refined_pitch(c, k)
    f0 = _without_octaves(f0)
    for frames, step in ((range(1, len(f0)), -1), (range(len(f0) - 2, -1, -1), 1)):
        for i in frames:
            if f0[i] == 0 and f0[i + step] > 0 and rms[i] >= _SILENCE:
                lag = 8000 / f0[i + step]
                first, end = max(shortest, int(lag * 0.9)), min(longest - 1, int(lag * 1.1) + 2)
                k = first + int(np.argmin(difference[i, first:end])) if end > first else 0
                if k > 0 and difference[i, k] <= _GOES_ON:
                    f0[i] = _refined_pitch(difference[i], k)
    return f0, rms


def _without_octaves(f0, tolerance=0.3):
    """Frames that are `tolerance` octaves off the median of their neighbours take it."""
    result = f0.copy()
    for i in np.where(f0 > 0)[0]:
        near = f0[max(0, i - 3):i + 4]
        median = np.median(near[near > 0])
        if abs(np.log2(f0[i] / median)) > tolerance:
            result[i] = median
    return result


def _without_flicker(f0, rms):
    """Runs of one or two voiced frames go; gaps of one or two loud frames close."""
    result = f0.copy()
    for voiced in (False, True):
        here = (result > 0) == voiced
        edges = np.flatnonzero(np.diff(np.pad(here, 1).astype(int)))
        for start, end in zip(edges[::2], edges[1::2]):
            if end - start > 2 or start == 0 or end == len(result):
                continue
            if voiced:
                result[start:end] = 0
            elif (rms[start:end] > _SILENCE).all():
                result[start:end] = np.interp(np.arange(start, end), [start - 1, end], result[[start - 1, end]])
    return result


def pitch(x, low, high, window):
    """F0 in Hz (0 = unvoiced) and the phase of the fundamental (x ~ sin(phase)) at the centres of the 80 Hz frames.

    The phase is measured in `window` samples around the centre against the F0 track; F0 is then refined so that it
    agrees with the advance of the phase from frame to frame.
    """
    centres = frame_centres(x)
    f0 = _without_flicker(*_track(x, centres, low, high))
    voiced = f0 > 0
    if voiced.sum() < 4:
        return np.zeros(len(f0), np.float32), np.zeros(len(f0), np.float32)
    track = 2 * np.pi * np.cumsum(np.interp(np.arange(len(x)), centres[voiced], f0[voiced])) / SAMPLE_RATE
    fundamental = (windows_at(x * np.exp(-1j * track), centres, window) * np.hanning(window)[None]).sum(1)
    phase = track[centres] + np.angle(fundamental) + np.pi / 2
    refined, radians_per_hz = f0.copy(), 2 * np.pi * HOP / SAMPLE_RATE
    for i in range(1, len(f0)):
        if voiced[i] and voiced[i - 1]:
            expected = track[centres[i]] - track[centres[i - 1]]
            advance = expected + (phase[i] - phase[i - 1] - expected + np.pi) % (2 * np.pi) - np.pi
            measured = advance / radians_per_hz
            if abs(np.log2(max(measured, 1) / f0[i])) < 0.35:
                refined[i] = measured
    for i in range(len(f0) - 1):  # the first frame of a run: the rate of the next one
        if voiced[i] and voiced[i + 1] and (i == 0 or not voiced[i - 1]):
            refined[i] = refined[i + 1]
    refined = _without_octaves(refined, 0.06)
    return refined.astype(np.float32), np.mod(phase, 2 * np.pi).astype(np.float32)
