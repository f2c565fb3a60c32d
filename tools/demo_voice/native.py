"""native.cpp's operations as autograd functions; where there is no g++ or no CPU, torch's own are used instead."""
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


class Convolution(torch.autograd.Function):
    """conv1d of stride 1 whose output is as long as its input. x [B, I, T], weight [O, I, K], bias [O]."""

    @staticmethod
    def forward(ctx, x, weight, bias, dilation):
        x, weight = x.contiguous(), weight.contiguous()
        ctx.save_for_backward(x, weight)
        ctx.dilation = dilation
        y = x.new_empty(x.shape[0], weight.shape[0], x.shape[2])
        Convolution._run(x, weight, bias, y, dilation)
        return y

    @staticmethod
    def _run(x, weight, bias, y, dilation):
        library().convolve(*map(_at, (x, weight, bias, y)), x.shape[0], weight.shape[1], weight.shape[0], x.shape[2], weight.shape[2], dilation)

    @staticmethod
    def backward(ctx, gradient):
        x, weight = ctx.saved_tensors
        gradient = gradient.contiguous()
        of_x, of_weight = torch.empty_like(x), torch.zeros_like(weight)
        Convolution._run(gradient, weight.transpose(0, 1).flip(2).contiguous(), None, of_x, ctx.dilation)
        library().convolve_weights(*map(_at, (x, gradient, of_weight)), x.shape[0], weight.shape[1], weight.shape[0], x.shape[2],
                                   weight.shape[2], ctx.dilation)
        return of_x, of_weight, gradient.sum((0, 2)), None


def convolve(layer, x):
    """What `layer`, a Conv1d of stride 1 with weight norm and as much padding as its kernel needs, makes of x."""
    if not usable(x) or layer.in_channels % 8 or layer.out_channels % 8:
        return layer(x)
    weight = torch._weight_norm(layer.weight_v, layer.weight_g, 0)
    return Convolution.apply(x, weight, layer.bias, layer.dilation[0])
