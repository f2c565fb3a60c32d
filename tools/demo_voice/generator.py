"""Kokoro's waveform generator (iSTFTNet with a harmonic source), trainable in phase with the teacher."""
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import weight_norm

from layers import AdaINResBlock1

VOICED = 10.0  # Hz; SineGen's threshold


class ISTFT(nn.Module):
    """torch.istft with a Hann window as a matrix product and an overlap-add; no parameters."""

    def __init__(self, size, hop):
        super().__init__()
        window = torch.hann_window(size, periodic=True)
        bin_, time = torch.arange(size // 2 + 1).float()[:, None], torch.arange(size).float()[None]
        weight = torch.full((size // 2 + 1, 1), 2.0 / size)
        weight[0] = weight[-1] = 1.0 / size
        angle = 2 * math.pi * bin_ * time / size
        basis = torch.cat([weight * torch.cos(angle) * window, -weight * torch.sin(angle) * window], 0)
        self.size, self.hop = size, hop
        self.register_buffer("window", window, persistent=False)
        self.register_buffer("basis", basis, persistent=False)

    def overlap_add(self, frames):
        """[B, T, size] -> [B, (T - 1) * hop]"""
        batch, count, _ = frames.shape
        parts = self.size // self.hop
        frames = frames.view(batch, count, parts, self.hop)
        y = frames.new_zeros(batch, count + parts - 1, self.hop)
        for i in range(parts):
            y[:, i:i + count] += frames[:, :, i]
        return y.reshape(batch, -1)[:, self.size // 2: self.size // 2 + (count - 1) * self.hop]

    def inverse(self, magnitude, phase):
        spectrum = torch.cat([magnitude * torch.cos(phase), magnitude * torch.sin(phase)], 1).transpose(1, 2)
        envelope = self.overlap_add((self.window ** 2).expand(1, spectrum.shape[1], self.size))
        return self.overlap_add(spectrum @ self.basis) / envelope

    @torch.no_grad()
    def transform(self, x):
        spectrum = torch.stft(x, self.size, self.hop, self.size, window=self.window, return_complex=True)
        return torch.cat([spectrum.abs(), spectrum.angle()], 1)


class Source(nn.Module):
    """SineGen and SourceModuleHnNSF. With the teacher's phase the harmonics are in step with the teacher's."""

    def __init__(self, scale, rate=24000, harmonics=9):
        super().__init__()
        self.scale, self.rate, self.harmonics = scale, rate, harmonics
        self.l_linear = nn.Linear(harmonics, 1)
        self.l_linear.weight.data.fill_(0.7)  # pulse-like; the reference runs it without gradient, so it stays
        self.l_linear.bias.data.zero_()
        self.l_linear.requires_grad_(False)

    @torch.no_grad()
    def forward(self, f0, phase=None):
        """f0 [B, 2F] in Hz; phase [B, 2F] of the fundamental at the frame centres, else accumulated. -> [B, samples]"""
        step = 2 * math.pi * self.scale / self.rate * f0
        if phase is None:
            phase = torch.remainder(torch.cumsum(step.double(), 1), 2 * math.pi).float()
        time = (torch.arange(self.scale, device=f0.device) - (self.scale - 1) / 2) / self.scale
        following = torch.cat([step[:, 1:], torch.zeros_like(step[:, :1])], 1)
        leading = step.clone()
        leading[:, 0] = 0
        advance = torch.where(time < 0, time * leading[..., None], time * following[..., None])
        angle = (phase[..., None] + advance).reshape(f0.shape[0], -1)
        voiced = (f0 > VOICED).float().repeat_interleave(self.scale, 1)
        weight = self.l_linear.weight[0]
        total = torch.zeros_like(angle)
        before, current, twice_cosine = torch.zeros_like(angle), torch.sin(angle), 2 * torch.cos(angle)
        for k in range(self.harmonics):  # sin((k+1) a) by Chebyshev's recurrence
            total = total + weight[k] * current
            before, current = current, twice_cosine * current - before
        noise = (voiced * 0.003 + (1 - voiced) * 0.1 / 3) * weight.norm() * torch.randn_like(angle)
        return torch.tanh(0.1 * total * voiced + noise + self.l_linear.bias)


class Generator(nn.Module):
    def __init__(self, style_dim, resblock_kernel_sizes, upsample_rates, upsample_initial_channel, resblock_dilation_sizes,
                 upsample_kernel_sizes, gen_istft_n_fft, gen_istft_hop_size, noise_res_kernel_sizes=None):
        super().__init__()
        last = len(upsample_rates) - 1
        self.kernels = len(resblock_kernel_sizes)
        self.bins = gen_istft_n_fft // 2 + 1
        self.m_source = Source(math.prod(upsample_rates) * gen_istft_hop_size)
        self.ups, self.resblocks, self.noise_convs, self.noise_res = (nn.ModuleList() for _ in range(4))
        for i, (rate, kernel) in enumerate(zip(upsample_rates, upsample_kernel_sizes)):
            channels_in, channels = upsample_initial_channel >> i, upsample_initial_channel >> (i + 1)
            up = nn.ConvTranspose1d(channels_in, channels, kernel, rate, padding=(kernel - rate) // 2)
            up.weight.data.normal_(0, 1 / math.sqrt(channels_in * kernel / rate))
            self.ups.append(weight_norm(up))
            for size, dilations in zip(resblock_kernel_sizes, resblock_dilation_sizes):
                self.resblocks.append(AdaINResBlock1(channels, size, dilations, style_dim))
            stride = math.prod(upsample_rates[i + 1:])
            if i < last:
                self.noise_convs.append(nn.Conv1d(2 * self.bins, channels, stride * 2, stride, padding=(stride + 1) // 2))
            else:
                self.noise_convs.append(nn.Conv1d(2 * self.bins, channels, 1))
            size = noise_res_kernel_sizes[i] if noise_res_kernel_sizes else 7 if i < last else 11
            self.noise_res.append(AdaINResBlock1(channels, size, (1, 3, 5), style_dim))
        post = nn.Conv1d(channels, 2 * self.bins, 7, 1, padding=3)
        post.weight.data.normal_(0, 0.02)
        self.conv_post = weight_norm(post)
        self.istft = ISTFT(gen_istft_n_fft, gen_istft_hop_size)

    def spectrum(self, x, style, source):
        """x [B, C, 2F], source [B, samples] -> log magnitudes and the sines' angles [B, 2 bins, frames]"""
        harmonics = self.istft.transform(source)
        for i, up in enumerate(self.ups):
            branch = self.noise_res[i](self.noise_convs[i](harmonics), style)
            x = up(F.leaky_relu(x, 0.1))
            if i == len(self.ups) - 1:
                x = F.pad(x, (1, 0), mode="reflect")
            x = x + branch
            x = sum(block(x, style) for block in self.resblocks[i * self.kernels:(i + 1) * self.kernels]) / self.kernels
        with torch.autocast(x.device.type, enabled=False):  # angles of many turns need all their digits
            return self.conv_post(F.leaky_relu(x.float()))

    def sound(self, spectrum):
        """What spectrum() made -> [B, samples]"""
        return self.istft.inverse(torch.exp(spectrum[:, :self.bins].clamp(max=6)), torch.sin(spectrum[:, self.bins:]))
