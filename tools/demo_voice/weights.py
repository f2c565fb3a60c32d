"""Takes a Network's weights apart into a Kokoro checkpoint with voice packs, and puts them together again."""
import json
import os

import torch
from safetensors.torch import load_file, save_file

from network import F0_UNIT, Network
from styles import pack
from voices import VOICES

# How a tensor is multiplied on its way to Hz, the published checkpoint's unit of F0.
TO_HERTZ = {"predictor.F0_proj.weight": F0_UNIT, "predictor.F0_proj.bias": F0_UNIT, "decoder.F0_conv.weight_g": 1 / F0_UNIT}
_UNUSED = "bert.pooler."  # in the published file, but nothing reads it


def stored(name, tensor):
    """The directions of weight-normed layers as int8, each row as large as fits: its scale is the gain beside it. The rest
    as float16."""
    tensor = (tensor.detach().float() * TO_HERTZ.get(name, 1.0)).cpu()
    if not name.endswith("weight_v"):
        return tensor.half().contiguous()
    largest = tensor.abs().flatten(1).amax(1).clamp(min=1e-12).view(-1, *[1] * (tensor.dim() - 1))
    return (tensor * (127 / largest)).round().to(torch.int8).contiguous()


def save(network, config, folder):
    """model.safetensors in int8 and float16, config.json, voices/NAME.pt [510, 1, 2 * style_dim] in float16."""
    (folder / "voices").mkdir(parents=True, exist_ok=True)
    tensors = {name: stored(name, tensor) for name, tensor in network.state_dict().items() if not name.startswith(_UNUSED)}
    temporary = folder / "model.safetensors.tmp"
    save_file(tensors, temporary)
    temporary.chmod(0o644)
    os.replace(temporary, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    for row, voice in enumerate(VOICES):
        torch.save(pack(row).half(), folder / "voices" / f"{voice.name}.pt")


def load(folder):
    """(Network, config) of an export"""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    network = Network(config)
    state = network.state_dict()
    for name, tensor in load_file(folder / "model.safetensors").items():
        state[name] = tensor.float() / TO_HERTZ.get(name, 1.0)
    network.load_state_dict(state)
    return network, config
