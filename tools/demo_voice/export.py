#!/usr/bin/env python3
"""Writes what the program embeds: model.safetensors (float16), config.json and the voice packs.

    export.py STATE_OR_EXPORT [--out assets/demo] [--voices female,male]

Takes the moving average of a training state (STATE/state.pt), or an earlier export (to write it in today's form). The
program embeds the files that src/store/embedded_data.S lists.
"""
import argparse
import pathlib

import torch

import weights
from network import Network
from voices import ASSETS, VOICES

LIMIT = 8_000_000  # bytes in the repository


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=ASSETS)
    parser.add_argument("--voices", default=",".join(voice.name for voice in VOICES), help="whose packs are written")
    options = parser.parse_args()
    chosen = [voice for voice in VOICES if voice.name in options.voices.split(",")]
    state = options.source / "state.pt"
    if state.exists():
        saved = torch.load(state, map_location="cpu", weights_only=False)
        network, config = Network(saved["config"], len(VOICES)), saved["config"]
        network.load_state_dict(saved["average"])
        print(f"step {saved['step']}, {saved['hours']:.2f} hours of sound, {saved['spent'] / 60:.0f} minutes")
    else:
        network, config = weights.load(options.source)
    weights.save(network, config, options.out, chosen)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out}: {size} bytes")
    if size > LIMIT:
        raise SystemExit(f"that is more than the {LIMIT} bytes that the repository has for it")


if __name__ == "__main__":
    main()
