#!/usr/bin/env python3
"""Writes what the program embeds: model.safetensors (int8 and float16), config.json and the voice packs.

    export.py DATA STATE [--out assets/demo]

Takes the moving averages of the trained parts in STATE, the joint one before decoder and generator, and the weights of the
harmonic source from DATA, which are the teacher's. The program embeds the files that src/store/embedded_data.S lists.
"""
import argparse
import json
import pathlib

import torch

import weights
from network import Network
from parts import PARTS
from voices import ASSETS, TOOLS

LIMIT = 10_000_000  # bytes in the repository


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("state", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=ASSETS)
    parser.add_argument("--settings", type=pathlib.Path, default=TOOLS / "settings.json")
    options = parser.parse_args()
    config = json.loads(options.settings.read_text(encoding="utf-8"))["config"]
    config["vocab"] = json.loads((TOOLS.parent / "data/kokoro-v1_0-config.json").read_text(encoding="utf-8"))["vocab"]
    network = Network(config)
    state = network.state_dict()
    for name in ("prosody", "decoder", "generator", "joint"):
        path = options.state / f"{name}.pt"
        if not path.exists():
            print(f"{name} has not been trained")
            continue
        saved = torch.load(path, map_location="cpu")
        state.update((key, tensor) for key, tensor in saved["average"].items() if PARTS[name].owns(key))
        print(f"{name}: step {saved['step']}, {saved['hours']:.2f} hours, {saved['spent'] / 60:.0f} minutes")
    source = torch.load(options.data / "source.pt", map_location="cpu")
    state.update((f"decoder.generator.m_source.l_linear.{key}", tensor) for key, tensor in source.items())
    network.load_state_dict(state)
    weights.save(network, config, options.out)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out}: {size} bytes")
    if size > LIMIT:
        raise SystemExit(f"that is more than the {LIMIT} bytes that the repository has for it")


if __name__ == "__main__":
    main()
