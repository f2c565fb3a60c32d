"""How much more than its teacher a made sound hums at the rates of the network's layers, as terms to be minimised."""
import torch
from torch.nn import functional as F

from features import SAMPLE_RATE
from frame_lines import BAND, LOUD, RATES, UNHEARD

_LAGS = (60, 300, 600, 900)  # samples: a step of the generator's middle layer; one, two, three frames
_LIKENESS_WINDOW = 1200  # samples
_FLOOR, _LOUD_POWER = 1e-7, 1e-6  # powers in the band: what counts as nothing, what is judged
_LINE_WINDOWS = (2400, 9600)  # samples: as frame_lines.py has it; longer, where weaker lines show


def _bins(hertz, size):
    return hertz * size // SAMPLE_RATE


def _in_band(x):
    spectrum = torch.fft.rfft(x)
    hertz = torch.linspace(0, SAMPLE_RATE / 2, spectrum.shape[1], device=x.device)
    return torch.fft.irfft(spectrum * ((hertz >= BAND[0]) & (hertz <= BAND[1])), n=x.shape[1])


class Hum:
    """Both terms take samples [B, S] of the made sound and the teacher's, and compare them in frame_lines.py's band."""

    def __init__(self, device="cpu"):
        self._windows = {size: torch.hann_window(size, device=device) for size in _LINE_WINDOWS}
        self._lines = {rate: torch.arange(-(-BAND[0] // rate) * rate, BAND[1] + 1, rate, device=device) for rate in RATES}

    def likeness(self, made, wanted):
        """How much more than the teacher's the sound is like itself some frames ago; 0 to 1, 0.01 for noise."""
        both = _in_band(torch.cat([made, wanted]))
        excess = 0
        for lag in _LAGS:
            now, then = (x.unfold(1, _LIKENESS_WINDOW, _LIKENESS_WINDOW // 2) for x in (both[:, lag:], both[:, :-lag]))
            power = 0.5 * (now.square() + then.square()).mean(2)
            made_like, wanted_like = ((now * then).mean(2) / (power + _FLOOR)).chunk(2)
            loud = (power.chunk(2)[1] > _LOUD_POWER).float()
            excess = excess + (F.relu(made_like - F.relu(wanted_like)) * loud).sum() / loud.sum().clamp(min=1)
        return excess / len(_LAGS)

    def lines(self, made, wanted):
        """How much higher than the teacher's the lines at multiples of RATES stand above what is around them, each line
        for itself in the mean over all windows (nepers of power, squared). Only the lines have a gradient, so that
        nobody fills in what is around them."""
        excess = 0
        for size, window in self._windows.items():
            frames = [x.unfold(1, size, size // 2) for x in (made, wanted)]
            powers = [torch.view_as_real(torch.fft.rfft(x * window)).square().sum(-1) for x in frames]
            floor = UNHEARD * powers[1].sum(2, keepdim=True) + 1e-12
            loud = (frames[1].square().mean(2, keepdim=True) > LOUD ** 2).float()
            for hertz in self._lines.values():
                mine, teachers = (self._above(power + floor, _bins(hertz, size), size) for power in powers)
                higher = ((mine - teachers) * loud).sum((0, 1)) / loud.sum().clamp(min=1)
                excess = excess + F.relu(higher).square().mean()  # the highest line is what is heard
        return excess / len(self._windows) / len(RATES)

    @staticmethod
    def _above(power, lines, size):
        reach = _bins(RATES[0], size) // 2  # to the middle between two lines
        line = power.unfold(2, 3, 1).mean(3)[:, :, lines - 1]
        around = power.unfold(2, reach - 2, 1).mean(3)
        return torch.log(line / (around[:, :, lines - reach] + around[:, :, lines + 3]).detach())
