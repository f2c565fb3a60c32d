"""Seeded random weights that behave like a trained Kokoro: speech-like durations, F0 and loudness, no real weights.

Every tensor has its own MT19937 stream, seeded with `seed ^ crc32(name)`: its values depend neither on the torch
version, nor on the order of the modules, nor on which other tensors exist. The gains were set once so that activations
keep the order of magnitude that training would give them.
"""
import zlib

import numpy as np
import torch

# The logit of duration bin k is 1.4 * (offset - k) plus what the text adds.
DURATION_SLOPE = 1.4


class Calibration:
    """What brings a model to 2.7 frames per phoneme and an F0 of 135 +- 65 Hz: found by running it, then rounded.

    duration_shifts are added to the bias of the duration projection one after the other (float32 additions round, so
    their sum would give other bits); F0's projection is multiplied by f0_scale and its bias set to f0_bias_hz.
    """

    def __init__(self, duration_shifts, f0_scale, f0_bias_hz):
        self.duration_shifts = duration_shifts
        self.f0_scale = f0_scale
        self.f0_bias_hz = f0_bias_hz


def stream(seed, name):
    return np.random.RandomState((seed ^ zlib.crc32(name.encode())) & 0xFFFFFFFF)


def float_tensor(array):
    return torch.from_numpy(np.asarray(array).astype(np.float32))


def plain_tensor(seed, name, shape):
    """The tensor `name`, unless it is half of a weight-normed pair."""
    leaf = name.rsplit(".", 1)[1]

    def normal(std, mean=0.0):
        return float_tensor(mean + std * stream(seed, name).standard_normal(shape))

    if name.startswith("bert."):
        return bert_tensor(name, leaf, shape, normal)
    if name == "predictor.duration_proj.linear_layer.weight":
        common = stream(seed, name + "#common").standard_normal(shape[1])
        own = stream(seed, name).standard_normal(shape)
        return float_tensor((8.0 * common[None] + 0.6 * own) / np.sqrt(shape[1]))
    if name == "predictor.duration_proj.linear_layer.bias":
        return float_tensor(DURATION_SLOPE * (2.0 - np.arange(shape[0]))) + normal(0.1)
    if name == "predictor.F0_proj.weight":
        return normal(100.0 / np.sqrt(shape[1]))
    if name == "predictor.F0_proj.bias":
        return torch.zeros(shape)
    if name == "predictor.N_proj.weight":
        return normal(1.0 / np.sqrt(shape[1]))
    if name == "text_encoder.embedding.weight":
        return normal(1.0)
    if name == "decoder.generator.conv_post.bias":  # the log magnitude falls with frequency, the phase is anything
        bins = shape[0] // 2
        return float_tensor(np.concatenate([-0.4 - 0.22 * np.arange(bins), stream(seed, name).uniform(-1.5, 1.5, bins)]))
    if "alpha" in name:
        return float_tensor(np.exp(0.4 * stream(seed, name).standard_normal(shape)))
    if leaf in ("gamma", "beta"):
        return normal(0.1, 1.0 if leaf == "gamma" else 0.0)
    if "_l0" in name:
        fan_in = {"weight_ih": shape[-1], "weight_hh": shape[0] // 4}.get(leaf[:9])
        return normal({"weight_ih": 1.5, "weight_hh": 0.5}[leaf[:9]] / np.sqrt(fan_in) if fan_in else 0.05)
    if "l_linear.weight" in name:
        return float_tensor(3.0 / (1.0 + np.arange(9.0)))[None] + normal(0.1)
    if "noise_convs" in name and leaf == "weight":
        return normal(0.7 / np.sqrt(shape[1] * shape[2]))
    if leaf == "weight" and ".fc." in name:  # style projections of AdaIN and AdaLayerNorm
        return normal(2.0 / np.sqrt(shape[1]))
    if leaf == "weight" and len(shape) == 2:
        return normal(1.0 / np.sqrt(shape[1]))
    if leaf == "bias":
        return normal(0.05)
    raise KeyError(f"no rule for tensor {name} of shape {shape}")


def bert_tensor(name, leaf, shape, normal):
    if name.endswith(("LayerNorm.weight", "layer_norm.weight")):
        return normal(0.1, 1.0)
    if name.endswith(("LayerNorm.bias", "layer_norm.bias")):
        return normal(0.02)
    if name.startswith("bert.embeddings"):
        table = normal(0.05 if "word" in name else 0.02)
        if "word" in name:
            table[0] = 0.0  # HuggingFace's padding_idx row
        return table
    if leaf == "bias":
        return normal(0.01)
    std = 1.0 / np.sqrt(shape[1])
    if name.endswith(("query.weight", "key.weight")):
        std *= 1.6
    elif name.endswith(("attention.dense.weight", "ffn_output.weight")):
        std *= 0.22  # keeps the tokens apart over 12 applications of one layer
    return normal(std)


def weight_norm_gain(base, direction_shape):
    """The mean norm g of the weight-normed layer `base` (its name with a trailing dot)."""
    if base.endswith("pool."):  # depthwise ConvTranspose1d
        return 1.2
    if ".ups." in base:  # ConvTranspose1d, [in, out, width]
        fan_in, fan_out, width = direction_shape
        return 1.2 * (np.sqrt(fan_out * width) / np.sqrt(fan_in * 2))
    if base.endswith("F0_conv."):
        return 0.006  # from Hz to order 1
    if "generator" in base and "convs1" in base:
        return 1.0
    if "generator" in base and "convs2" in base:
        return 0.35
    if base.endswith("conv2."):
        return 0.7
    if base.endswith("conv_post."):
        return 0.25
    return 1.0


def weight_norm_pair(seed, base, direction_shape, norm_shape):
    """weight_v and weight_g; the norm of v is deliberately not g, so that forgetting to normalise shows."""
    direction = stream(seed, base + "weight_v").standard_normal(direction_shape) * 0.02
    spread = np.exp(0.15 * stream(seed, base + "weight_g").standard_normal(norm_shape))
    return float_tensor(direction), float_tensor(weight_norm_gain(base, direction_shape) * spread)


@torch.no_grad()
def apply(model, seed, calibration):
    """Replaces all weights of `model`, a KModel."""
    state = model.state_dict()
    weights = {}
    for name, tensor in state.items():
        shape, base = tuple(tensor.shape), name[:-len("weight_v")]
        if name.endswith("weight_v"):
            pair = weight_norm_pair(seed, base, shape, tuple(state[base + "weight_g"].shape))
            weights[name], weights[base + "weight_g"] = pair
        elif not name.endswith("weight_g") and ".norm." not in name:
            weights[name] = plain_tensor(seed, name, shape)
    model.load_state_dict(weights, strict=False)
    duration, f0 = model.predictor.duration_proj.linear_layer, model.predictor.F0_proj
    for shift in calibration.duration_shifts:
        duration.bias += shift
    f0.weight *= calibration.f0_scale
    f0.bias.fill_(calibration.f0_bias_hz)


def voice(seed, rows, style_dim):
    """A voice pack [rows, 1, 2 * style_dim]: a random style that drifts slowly with the length of the utterance."""
    random = np.random.RandomState(seed)
    start = 0.15 * random.standard_normal((1, 1, 2 * style_dim))
    drift = np.cumsum(0.004 * random.standard_normal((rows, 1, 2 * style_dim)), axis=0)
    return float_tensor(start + drift)
