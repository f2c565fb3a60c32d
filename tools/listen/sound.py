"""Sounds: 24 kHz, float32 from -1 to 1, one channel; read, written, framed, trimmed."""
import wave

import numpy as np

RATE = 24000
HOP_S = 0.005
_FRAME_S = 0.010
SILENCE_DB = -120.0


def read(path):
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise ValueError(f"{path} is not 16-bit mono at {RATE} Hz")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


def write(path, samples):
    """As 16-bit WAV; what is past full scale saturates."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.clip(np.rint(np.asarray(samples) * 32768), -32768, 32767).astype("<i2").tobytes())


def decibels(power):
    return 10 * np.log10(np.maximum(power, 10 ** (SILENCE_DB / 10)))


def levels(samples):
    """Level in dBFS of frames of 10 ms, one each 5 ms; frame i is centred on (i + 1) * 5 ms."""
    frame, hop = int(_FRAME_S * RATE), int(HOP_S * RATE)
    if len(samples) < frame:
        return np.array([SILENCE_DB])
    square = np.concatenate([[0.0], np.cumsum(np.asarray(samples, np.float64) ** 2)])
    starts = np.arange(0, len(samples) - frame + 1, hop)
    return decibels((square[starts + frame] - square[starts]) / frame)


def speech_level(samples):
    """Mean level in dBFS of what is at most 40 dB below the loudest 10 ms."""
    level = levels(samples)
    return float(decibels(np.mean(10 ** (level[level > level.max() - 40] / 10))))


def heard_range(samples, margin_s=0.1, below_peak_db=50):
    """(first, behind last) sample of the sound with at most `margin_s` of the silence at both ends; all if it is silent."""
    size = np.abs(samples)
    heard = np.flatnonzero(size > size.max() * 10 ** (-below_peak_db / 20)) if len(size) else []
    if len(heard) == 0:
        return 0, len(samples)
    margin = int(margin_s * RATE)
    return max(0, int(heard[0]) - margin), min(len(samples), int(heard[-1]) + 1 + margin)


def for_judges(samples):
    """The range that is heard, at one level, 16 kHz: so that a judge hears the voice alone."""
    from scipy.signal import resample_poly
    first, last = heard_range(samples)
    sound = resample_poly(samples[first:last], 2, 3).astype(np.float32)
    return sound * np.float32(0.05 / max(np.sqrt(np.mean(sound ** 2)), 1e-9))
