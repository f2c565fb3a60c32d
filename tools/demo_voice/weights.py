"""Takes a Network's weights apart into a Kokoro checkpoint with voice packs, and puts them together again."""
import json
import os

import torch
from safetensors.torch import load_file, save_file

from network import F0_UNIT, Network
from voices import VOICES

PACK_ROWS = 510
# How a tensor is multiplied on its way to Hz, the published checkpoint's unit of F0.
_TO_HERTZ = {"predictor.F0_proj.weight": F0_UNIT, "predictor.F0_proj.bias": F0_UNIT, "decoder.F0_conv.weight_g": 1 / F0_UNIT}
_UNUSED = "bert.pooler."  # in the published file, but nothing reads it


def to_checkpoint(network):
    """{"group.name": tensor}, float32"""
    return {name: tensor.detach().float() * _TO_HERTZ.get(name, 1.0) for name, tensor in network.state_dict().items()
            if name != "style"}


def save(network, config, folder, voices=VOICES):
    """model.safetensors in float16, config.json, voices/NAME.pt [510, 1, 2 * style_dim] in float16 (all rows equal)."""
    (folder / "voices").mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.cpu().half().contiguous() for name, tensor in to_checkpoint(network).items()
               if not name.startswith(_UNUSED)}
    temporary = folder / "model.safetensors.tmp"
    save_file(tensors, temporary)
    temporary.chmod(0o644)
    os.replace(temporary, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    for voice in voices:
        pack = network.style[VOICES.index(voice)].detach().half().cpu()[None, None].repeat(PACK_ROWS, 1, 1).contiguous()
        torch.save(pack, folder / "voices" / f"{voice.name}.pt")


def _stored(folder):
    if (folder / "model.safetensors").exists():
        return {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    groups = torch.load(folder / "model.pth", map_location="cpu", weights_only=True)
    return {f"{group}.{name.removeprefix('module.')}": tensor for group, state in groups.items() for name, tensor in state.items()}


def load(folder, config=None):
    """(Network, config) from an export; with a `config` of other widths, tensors of other shapes start afresh.

    A voice without a pack starts as the first one of the same sex, with a little noise.
    """
    stored_config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config = config or stored_config
    network = Network(config, len(VOICES))
    state, fresh = network.state_dict(), []
    stored = _stored(folder)
    for name in state:
        tensor = stored.get(name)
        if tensor is not None and tensor.shape == state[name].shape:
            state[name] = tensor / _TO_HERTZ.get(name, 1.0)
        elif name != "style" and not name.startswith(_UNUSED):
            fresh.append(name)
    packs = {voice.name: folder / "voices" / f"{voice.name}.pt" for voice in VOICES}
    for row, voice in enumerate(VOICES):
        own, noise = packs[voice.name], 0.0
        if not own.exists():
            own, noise = packs["female" if voice.name.endswith("female") else "male"], 0.05
        style = torch.load(own, map_location="cpu", weights_only=True)[0, 0].float()
        state["style"][row] = style + noise * torch.randn_like(style)
    network.load_state_dict(state)
    if fresh:
        print(f"{len(fresh)} tensors start afresh, such as {fresh[0]}", flush=True)
    return network, config
