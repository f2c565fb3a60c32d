#!/usr/bin/python3
"""Writes a Kokoro checkpoint of seeded random weights in the published file formats, with its config and voices.

    tools/make_checkpoint.py tiny [--out build/models]     0.6 M parameters: what the tests read
    tools/make_checkpoint.py full [--out build/models]     82 M parameters, the published widths

Writes OUT/NAME/: config.json, kokoro-v1_0.pth and voices/*.pt; for `tiny` also kokoro-v0_19.pth (the older layout),
kokoro-v1_0-shared.pth (tensors that share storages) and raw voices. The same tensors each time. Needs torch and numpy
(Debian: python3-torch, python3-numpy) and PyPI's kokoro package, which it fetches into build/reference.
"""
import argparse
import json
import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import torch
from reference import network, package, seeded_weights
from reference.seeded_weights import Calibration

SEED = 1234
PUBLISHED_CONFIG = pathlib.Path(__file__).resolve().parent / "data" / "kokoro-v1_0-config.json"
TINY_CHANGES = {
    "hidden_dim": 64, "style_dim": 16, "max_dur": 50, "n_layer": 3, "n_token": 178, "text_encoder_kernel_size": 5,
    "decoder_dims": {"dim_dec": 48, "dim_asr_res": 8, "dim_out": 32},
    "plbert": {"hidden_size": 64, "num_attention_heads": 4, "intermediate_size": 128, "max_position_embeddings": 512,
               "num_hidden_layers": 3, "dropout": 0.1, "embedding_size": 32},
}
TINY_GENERATOR_CHANGES = {"upsample_initial_channel": 32}
CALIBRATION = {
    "tiny": Calibration((2.1, 0.8, 0.1, -0.1, 0.1, -0.1), 1.0, 110.0),
    "full": Calibration((-2.1, 0.1, 0.1, -0.1, 0.1, -0.1), 2.0, 65.0),
}
VOICES = {  # name: (seed, rows); v0.19's packs have one row more
    "tiny": {"tiny0": (100, 510), "tiny1": (101, 510), "tiny2_v019": (102, 511)},
    "full": {"full0": (100, 510), "full1": (101, 510)},
}


def make_config(which):
    config = network.load_config(PUBLISHED_CONFIG)
    if which == "tiny":
        config.update(TINY_CHANGES)
        config["istftnet"].update(TINY_GENERATOR_CHANGES)
    return config


def write_voices(which, style_dim, folder):
    folder.mkdir(exist_ok=True)
    for name, (seed, rows) in VOICES[which].items():
        pack = seeded_weights.voice(seed, rows, style_dim)
        torch.save(pack, folder / f"{name}.pt")
        if which == "tiny":
            pack.numpy().tofile(folder / f"{name}.bin")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=["tiny", "full"])
    parser.add_argument("--out", type=pathlib.Path, default=package.REPOSITORY / "build" / "models",
                        help="folder that gets the folder tiny or full (default: build/models)")
    parser.add_argument("--reference", help="folder of the reference package (default: build/reference/kokoro)")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="dropout option adds dropout")

    config = make_config(options.which)
    model = network.build(package.load(options.reference), config)
    seeded_weights.apply(model, SEED, CALIBRATION[options.which])
    groups = network.state_groups(model)

    folder = options.out / options.which
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    torch.save(groups, folder / "kokoro-v1_0.pth")
    if options.which == "tiny":
        torch.save({"net": groups}, folder / "kokoro-v0_19.pth")
        torch.save(network.with_shared_lstm_storage(groups), folder / "kokoro-v1_0-shared.pth")
    write_voices(options.which, config["style_dim"], folder / "voices")
    tensors = [tensor for state in groups.values() for tensor in state.values()]
    print(f"{folder}: {len(tensors)} tensors, {sum(tensor.numel() for tensor in tensors)} parameters")


if __name__ == "__main__":
    main()
