"""native.cpp's operation as an autograd function; where there is no g++ or no CPU, torch's own are used instead."""
import ctypes

import torch

from native_library import library


def usable(x):
    return x.device.type == "cpu" and x.dtype == torch.float32 and library() is not None


def _at(tensor):
    return ctypes.c_void_p(tensor.data_ptr() if tensor is not None else None)


class AdaSnake(torch.autograd.Function):
    """y = scale * instance_norm(x) + shift; result y + sin(alpha y)^2 / alpha. x [B, C, T], scale and shift [B, C, 1]."""

    @staticmethod
    def forward(ctx, x, scale, shift, alpha, epsilon):
        x, scale, shift = x.contiguous(), scale.contiguous(), shift.contiguous()
        batch, channels, time = x.shape
        y, mean, rate = torch.empty_like(x), x.new_empty(batch, channels), x.new_empty(batch, channels)
        library().ada_snake(*map(_at, (x, scale, shift, alpha, y, mean, rate)), batch, channels, time, ctypes.c_float(epsilon))
        ctx.save_for_backward(x, mean, rate, scale, shift, alpha)
        return y

    @staticmethod
    def backward(ctx, gradient):
        x, mean, rate, scale, shift, alpha = ctx.saved_tensors
        gradient = gradient.contiguous()
        batch, channels, time = x.shape
        of_x, of_rows = torch.empty_like(x), [x.new_empty(batch, channels, 1) for _ in range(3)]
        library().ada_snake_gradient(*map(_at, (gradient, x, mean, rate, scale, shift, alpha, of_x, *of_rows)), batch, channels, time)
        return of_x, of_rows[0], of_rows[1], of_rows[2].sum(0, keepdim=True), None
