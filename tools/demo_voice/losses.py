"""What training minimises: the difference of two sounds, of two spectra of the last convolution, of two prosodies."""
import torch
from torch.nn import functional as F

from network import F0_UNIT

SAMPLE_RATE = 24000
_SIZES = (64, 256, 512, 1024)  # of the transforms; hop is a quarter
_MEL_SIZES = {512: 40, 1024: 80}  # with so many mel bands
_COMPLEX_SIZES = (64, 256, 1024)
_FLOOR = 1e-4      # of a bin's amplitude in the log magnitude,
_MEL_FLOOR = 3e-5  # of a band's in the mel terms
_COMPRESS = 0.3    # exponent of the magnitudes in the complex difference
DEEPEST = -7.0    # log magnitude of the last convolution's output below which nothing is heard


def mel_filters(bands, fft, low=0.0, high=12000.0):
    """[bands, fft / 2 + 1], triangles whose weights sum to 1"""
    def to_mel(f):
        return 2595 * torch.log10(1 + torch.as_tensor(f, dtype=torch.float64) / 700)
    edges = 700 * (10 ** (torch.linspace(float(to_mel(low)), float(to_mel(high)), bands + 2, dtype=torch.float64) / 2595) - 1)
    f = torch.arange(fft // 2 + 1, dtype=torch.float64) * SAMPLE_RATE / fft
    rising = (f[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - f[None]) / (edges[2:] - edges[1:-1])[:, None]
    filters = torch.minimum(rising, falling).clamp(min=0)
    return (filters / filters.sum(1, keepdim=True).clamp(min=1e-9)).float()


class SoundLoss:
    """Spectral convergence, log magnitude, log mel bands, compressed complex difference: teacher and student have the same
    source, its noise included, so phases can be compared everywhere."""

    def __init__(self, weights, device="cpu"):
        self._weights = weights
        self._windows = {size: torch.hann_window(size, device=device) for size in _SIZES}
        self._mel = {size: mel_filters(bands, size).t().contiguous().to(device) for size, bands in _MEL_SIZES.items()}

    def _spectrum(self, x, size):
        window = self._windows[size]
        frames = F.pad(x, (size // 2, size // 2)).unfold(1, size, size // 4) * (window * (2 / window.sum()))
        return torch.view_as_real(torch.fft.rfft(frames))

    def __call__(self, made, wanted):
        """Samples [B, S] twice -> (loss, {term: value})"""
        convergence = magnitude = mel = complex_ = 0
        for size in _SIZES:
            x, y = self._spectrum(made, size), self._spectrum(wanted, size)
            mx, my = (x.square().sum(-1) + 1e-12).sqrt(), (y.square().sum(-1) + 1e-12).sqrt()
            convergence = convergence + (mx - my).norm() / my.norm().clamp(min=1e-3) / len(_SIZES)
            magnitude = magnitude + (torch.log(mx + _FLOOR) - torch.log(my + _FLOOR)).abs().mean() / len(_SIZES)
            if size in self._mel:
                filters = self._mel[size]
                mel = mel + (torch.log(mx @ filters + _MEL_FLOOR) - torch.log(my @ filters + _MEL_FLOOR)).abs().mean() / len(self._mel)
            if size in _COMPLEX_SIZES:
                a, b = (x * (mx + _FLOOR).pow(_COMPRESS - 1)[..., None], y * (my + _FLOOR).pow(_COMPRESS - 1)[..., None])
                scale = my.pow(_COMPRESS).mean().clamp(min=1e-3)
                complex_ = complex_ + ((a - b).square().sum(-1) + 1e-9).sqrt().mean() / scale / len(_COMPLEX_SIZES)
        terms = dict(convergence=convergence, magnitude=magnitude, mel=mel, complex=complex_)
        return sum(self._weights[name] * value for name, value in terms.items()), {k: v.detach() for k, v in terms.items()}


def spectrum_loss(made, wanted):
    """Outputs of the last convolution [B, 22, frames] twice: log magnitudes, and sines of the angles where it is loud."""
    bins = made.shape[1] // 2
    theirs = wanted[:, :bins].clamp(min=DEEPEST)
    level = F.softplus(made[:, :bins] - DEEPEST) + DEEPEST  # a floor with a gradient
    loud = torch.exp(0.5 * (theirs - theirs.amax(1, keepdim=True)))
    angle = (torch.sin(made[:, bins:]) - torch.sin(wanted[:, bins:])).abs()
    return (level - theirs).abs().mean(), (angle * loud).sum() / loud.sum()


def prosody_losses(logits, exact, f0, energy, row_f0, row_energy):
    """One utterance: logits [T, max_dur] and durations before rounding [T]; F0 (made: F0_UNIT Hz; wanted: Hz) and energy [2F]."""
    made = torch.sigmoid(logits).sum(-1)
    steps = (exact[:, None] - torch.arange(logits.shape[1])).clamp(0, 1)  # how full each unit of the duration is
    entropy = F.binary_cross_entropy_with_logits(logits, steps, reduction="none").sum(-1).mean()
    duration = F.smooth_l1_loss(made, exact, beta=0.5)
    target = row_f0 / F0_UNIT
    return dict(duration=duration, entropy=entropy, f0=F.smooth_l1_loss(f0, target, beta=0.05),
                energy=F.smooth_l1_loss(energy, row_energy, beta=0.2),
                voicing=((f0 > 0.1) != (target > 0.1)).float().mean())
