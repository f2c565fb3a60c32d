"""What training minimises: the difference of two sounds in phase, and of two prosodies."""
import torch
from torch.nn import functional as F

from features import HOP, SAMPLE_RATE, mel_filters
from hum import Hum
from network import F0_UNIT

_SIZES = (256, 512, 1024, 2048)  # of the transforms; hop is a quarter
_MEL_SIZES = {512: 40, 1024: 80}  # with so many mel bands
_COMPLEX_SIZES = (512, 2048)
_COMPLEX_TOP = 5000  # Hz: above it the teacher's voiced sound is no longer locked to the phase of the fundamental
_FLOOR = 1e-4      # of a bin's amplitude in the log magnitude,
_MEL_FLOOR = 2e-5  # of a band's in the mel terms: about evaluate.py's
_PAUSE, _PAUSE_LEVEL, _SILENT = 120, 4e-6, 1.5 / 32768  # samples; the rms that rounds to nothing; the teacher's rounding errors
_STEEPER = 1.05  # so much steeper than the teacher's steepest step in HOP samples a made one may be
_SPEECH = (300, 5000)  # Hz: the formants, where the mel and linear terms weigh more
_UNVOICED_MARGIN = 0.25  # F0_UNIT; F0 of voiced frames must stay above it, of unvoiced frames below a fifth of it


class SoundLoss:
    """Spectral convergence, log magnitude, log mel bands; complex difference in voiced frames (1 = as bad as silence); level
    in the teacher's pauses (nepers above what 16 bits round to nothing); steepest steps from sample to sample; hum (hum.py)."""

    def __init__(self, weights, device="cpu"):
        self._weights = weights
        self._windows = {size: torch.hann_window(size, device=device) for size in _SIZES}
        self._mel, self._bins = {}, {}
        for size in _SIZES:
            f = torch.arange(size // 2 + 1, device=device) * (SAMPLE_RATE / size)
            weight = torch.where(f <= _SPEECH[1], 1.0, 0.3)
            self._bins[size] = weight / weight.mean()
        for size, bands in _MEL_SIZES.items():
            filters = torch.from_numpy(mel_filters(bands, size))
            centres = (filters * torch.arange(size // 2 + 1)).sum(1) / filters.sum(1).clamp(min=1e-9) * (SAMPLE_RATE / size)
            filters = filters / filters.sum(1, keepdim=True).clamp(min=1e-9)
            weight = torch.where((centres >= _SPEECH[0]) & (centres <= _SPEECH[1]), 1.5, 0.8)
            self._mel[size] = filters.t().contiguous().to(device), (weight / weight.mean()).to(device)
        self._hum = Hum(device)

    def _spectrum(self, x, size):
        window = self._windows[size]
        frames = F.pad(x, (size // 2, size // 2)).unfold(1, size, size // 4) * (window * (2 / window.sum()))
        return torch.view_as_real(torch.fft.rfft(frames))

    @staticmethod
    def _pause(made, wanted):
        quiet = (wanted.abs().unfold(1, _PAUSE, _PAUSE).amax(2) <= _SILENT).float()
        quiet[:, 1:-1] = quiet[:, 1:-1] * quiet[:, :-2] * quiet[:, 2:]  # not beside speech
        level = (made.unfold(1, _PAUSE, _PAUSE).square().mean(2) + 1e-12).sqrt()
        return (F.relu(torch.log(level / _PAUSE_LEVEL)) * quiet).sum() / quiet.sum().clamp(min=1)

    @staticmethod
    def _jump(made, wanted):
        steepest, allowed = (x.diff(dim=1).abs().unfold(1, HOP, HOP).amax(2) for x in (made, wanted))
        return F.relu(steepest - _STEEPER * allowed).mean() / wanted.abs().amax()

    def __call__(self, made, wanted, voiced):
        """Samples [B, S] twice and voicing [B, 2F] at 80 Hz -> (loss, {term: value})"""
        convergence = magnitude = mel = complex_ = 0
        for size in _SIZES:
            x, y = self._spectrum(made, size), self._spectrum(wanted, size)
            mx, my = (x.square().sum(-1) + 1e-12).sqrt(), (y.square().sum(-1) + 1e-12).sqrt()
            convergence = convergence + (mx - my).norm() / my.norm() / len(_SIZES)
            distance = (torch.log(mx + _FLOOR) - torch.log(my + _FLOOR)).abs()
            magnitude = magnitude + (distance * self._bins[size]).mean() / len(_SIZES)
            if size in self._mel:
                filters, weight = self._mel[size]
                distance = (torch.log(mx @ filters + _MEL_FLOOR) - torch.log(my @ filters + _MEL_FLOOR)).abs()
                mel = mel + (distance * weight).mean() / len(self._mel)
            if size in _COMPLEX_SIZES:
                top = int(_COMPLEX_TOP * size / SAMPLE_RATE)
                at = (torch.arange(x.shape[1], device=x.device) * (size // 4) // HOP).clamp(max=voiced.shape[1] - 1)
                difference = ((x - y)[:, :, :top].square().sum(-1) + 1e-12).sqrt()
                weight = voiced[:, at][..., None] * (my[:, :, :top] + 1e-3).rsqrt()
                complex_ = complex_ + (difference * weight).sum() / (my[:, :, :top] * weight).sum().clamp(min=1e-3) / len(_COMPLEX_SIZES)
        terms = dict(convergence=convergence, magnitude=magnitude, mel=mel, complex=complex_, pause=self._pause(made, wanted),
                     jump=self._jump(made, wanted), buzz=self._hum.likeness(made, wanted), lines=self._hum.lines(made, wanted))
        return sum(self._weights[name] * value for name, value in terms.items()), {k: v.detach() for k, v in terms.items()}


def prosody_loss(network, batch, position):
    """Durations (sum of sigmoids, and each sigmoid), F0 with a voicing margin, energy -> (loss, {term: value})"""
    logits, f0, energy = network.prosody(batch, position)
    keep, wanted = batch["keep"][:, 0], batch["durations"]
    count = keep.sum()
    duration = ((torch.sigmoid(logits).sum(-1) - wanted).abs() * keep).sum() / count
    steps = (torch.arange(logits.shape[2], device=logits.device) < wanted[..., None]).float()
    entropy = (F.binary_cross_entropy_with_logits(logits, steps, reduction="none").sum(-1) * keep).sum() / count
    target = batch["f0"] / F0_UNIT
    voiced = target > 0
    pitch = (f0 - target).abs().mean()
    margin = torch.where(voiced, F.relu(_UNVOICED_MARGIN - f0), F.relu(f0 - _UNVOICED_MARGIN / 5)).mean()
    energy_error = (energy - batch["energy"]).abs().mean()
    with torch.no_grad():
        both = voiced & (f0 > 0.1)
        terms = dict(duration=duration, entropy=entropy, energy=energy_error, voicing=((f0 > 0.1) != voiced).float().mean(),
                     f0=((f0 - target).abs() * both).sum() / both.sum().clamp(min=1) * F0_UNIT)
    return duration + 0.3 * entropy + 8 * pitch + 3 * margin + 2 * energy_error, {k: v.detach() for k, v in terms.items()}
