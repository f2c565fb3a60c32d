"""The network with the teacher's durations against the teacher: mel distance, F0, voicing, energy; durations; periods."""
import numpy as np
import torch

from features import MEL
from network import F0_UNIT
from generator import VOICED
from periodicity import periodicity

_SIZE, _HOP, _FLOOR = 1024, 240, 0.02


def log_mel(x):
    """[frames, 80] in dB, 10 ms apart, with a floor about 100 dB under full scale in each band."""
    at = np.arange(0, len(x), _HOP)[:, None] + np.arange(_SIZE)
    return 20 * np.log10(np.abs(np.fft.rfft(np.pad(x, _SIZE // 2 + _HOP)[at + _HOP] * np.hanning(_SIZE), axis=1)) @ MEL.T + _FLOOR)


def mel_distance(a, b):
    return float(np.abs(log_mel(a) - log_mel(b)).mean())


@torch.no_grad()
def measure(network, data, item):
    """One utterance of `data`: all from predicted F0 and energy, durations apart. -> {figure: value}"""
    batch = data.batch([item])
    logits, f0, energy = network.prosody(batch)
    predicted = torch.round(torch.sigmoid(logits).sum(-1)).clamp(min=1)
    hertz, target = f0[0] * F0_UNIT, batch["f0"][0]
    voiced = hertz > VOICED
    both = voiced & (target > 0)
    wanted = batch["audio"][0].numpy().astype(np.float64)
    spoken = dict(batch, f0=f0 * F0_UNIT, energy=energy, phase=None)
    made = network.speak(spoken)[0].numpy().astype(np.float64)
    return dict(mel_db=mel_distance(made, wanted), f0_hz=float((hertz - target).abs()[both].mean()),
                voicing=float((voiced != (target > 0)).float().mean()), energy=float((energy - batch["energy"]).abs().mean()),
                duration_frames=float((predicted - batch["durations"]).abs().mean()),
                periodicity=periodicity(made, torch.where(voiced, hertz, 0).numpy()), teacher_periodicity=periodicity(wanted, target.numpy()),
                length_ratio=float(predicted.sum() / batch["durations"].sum())), wanted, made


def mean(rows):
    return {key: float(np.nanmean([row[key] for row in rows])) for key in rows[0]}


