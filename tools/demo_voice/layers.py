"""Layers of Kokoro's decoder and predictor in a form that trains fast on a CPU; parameter names are the reference's.

AdaIN's instance norm has no affine part, as the published checkpoint has none.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import weight_norm

import native

EPS = 1e-5


class AdaIN1d(nn.Module):
    """Instance norm with scale and shift from the style."""

    def __init__(self, style_dim, channels):
        super().__init__()
        self.fc = nn.Linear(style_dim, channels * 2)
        nn.init.normal_(self.fc.weight, 0, 0.02)
        nn.init.zeros_(self.fc.bias)

    def affine(self, style):
        scale, shift = self.fc(style).float().unsqueeze(-1).chunk(2, 1)
        return 1 + scale, shift

    def forward(self, x, style):
        scale, shift = self.affine(style)
        return torch.addcmul(shift, scale, F.instance_norm(x, eps=EPS))


class TorchAdaSnake(torch.autograd.Function):
    """native.AdaSnake in torch's operations. Few passes over memory, little kept."""

    @staticmethod
    def forward(ctx, x, scale, shift, alpha):
        variance, mean = torch.var_mean(x, 2, unbiased=False, keepdim=True)
        rate = torch.rsqrt(variance + EPS)
        factor = scale * rate
        y = torch.addcmul(shift - mean * factor, x, factor)
        sine = torch.sin(y * alpha)
        ctx.save_for_backward(x, mean, rate, scale, shift, alpha)
        return torch.addcmul(y, sine, sine / alpha)

    @staticmethod
    def backward(ctx, grad):
        x, mean, rate, scale, shift, alpha = ctx.saved_tensors
        normed = (x - mean).mul_(rate)
        angle = torch.addcmul(shift, normed, scale).mul_(alpha)
        sine2 = torch.sin(2 * angle)  # the derivative of sin^2
        # sin^2 = (1 - cos 2a) / 2; of the two terms of d/dalpha, [sine2 * a - sin^2] / alpha^2
        grad_alpha = (grad * (sine2 * angle - torch.sin(angle).square_())).sum((0, 2), keepdim=True) / (alpha * alpha)
        grad_y = torch.addcmul(grad, grad, sine2)
        grad_shift = grad_y.sum(2, keepdim=True)
        grad_scale = (grad_y * normed).sum(2, keepdim=True)
        count = x.shape[2]
        grad_x = (grad_y - grad_shift / count).sub_(normed.mul_(grad_scale / count)).mul_(scale * rate)
        return grad_x, grad_scale, grad_shift, grad_alpha


def ada_snake(x, scale, shift, alpha):
    if native.usable(x):
        return native.AdaSnake.apply(x, scale, shift, alpha, EPS)
    return TorchAdaSnake.apply(x, scale, shift, alpha)


class AdaINResBlock1(nn.Module):
    """The generator's residual block: per dilation AdaIN, Snake, convolution, twice."""

    def __init__(self, channels, kernel, dilations, style_dim):
        super().__init__()

        def convolution(dilation, gain):
            layer = weight_norm(nn.Conv1d(channels, channels, kernel, 1, dilation=dilation, padding=dilation * (kernel - 1) // 2))
            layer.weight_v.data.normal_(0, 0.8 / math.sqrt(channels * kernel))
            layer.weight_g.data.copy_(gain * layer.weight_v.data.norm(dim=(1, 2), keepdim=True))
            return layer

        self.convs1 = nn.ModuleList([convolution(d, 1.0) for d in dilations])
        self.convs2 = nn.ModuleList([convolution(1, 0.3) for _ in dilations])
        self.adain1 = nn.ModuleList([AdaIN1d(style_dim, channels) for _ in dilations])
        self.adain2 = nn.ModuleList([AdaIN1d(style_dim, channels) for _ in dilations])
        self.alpha1 = nn.ParameterList([nn.Parameter(torch.ones(1, channels, 1)) for _ in dilations])
        self.alpha2 = nn.ParameterList([nn.Parameter(torch.ones(1, channels, 1)) for _ in dilations])

    def forward(self, x, style):
        for conv1, conv2, norm1, norm2, alpha1, alpha2 in zip(self.convs1, self.convs2, self.adain1, self.adain2,
                                                              self.alpha1, self.alpha2):
            y = conv1(ada_snake(x.float(), *norm1.affine(style), alpha1))
            x = x + conv2(ada_snake(y.float(), *norm2.affine(style), alpha2))
        return x


class AdainResBlk1d(nn.Module):
    """The decoder's and the predictor's residual block, which may double the frame rate."""

    def __init__(self, channels_in, channels_out, style_dim, upsample=False):
        super().__init__()
        self.upsample = upsample
        self.conv1 = weight_norm(nn.Conv1d(channels_in, channels_out, 3, 1, 1))
        self.conv2 = weight_norm(nn.Conv1d(channels_out, channels_out, 3, 1, 1))
        self.norm1 = AdaIN1d(style_dim, channels_in)
        self.norm2 = AdaIN1d(style_dim, channels_out)
        if channels_in != channels_out:
            self.conv1x1 = weight_norm(nn.Conv1d(channels_in, channels_out, 1, 1, 0, bias=False))
        if upsample:
            pool = nn.ConvTranspose1d(channels_in, channels_in, 3, 2, groups=channels_in, padding=1, output_padding=1)
            linear = torch.tensor([0.5, 1.0, 0.5]).expand_as(pool.weight)
            pool.weight.data.copy_(linear + 0.02 * torch.randn_like(pool.weight))
            self.pool = weight_norm(pool)

    def forward(self, x, style):
        y = F.leaky_relu(self.norm1(x, style), 0.2)
        if self.upsample:
            y = self.pool(y)
            x = x.repeat_interleave(2, 2)
        y = self.conv2(F.leaky_relu(self.norm2(self.conv1(y), style), 0.2))
        if hasattr(self, "conv1x1"):
            x = self.conv1x1(x)
        return (x + y) * math.sqrt(0.5)
