#!/usr/bin/python3
"""Writes golden tensors: what the reference computes at every module boundary, for `kokoro parity` and the tests.

    tools/capture_reference.py [CASE ...] [--cases tools/data/golden_cases.json] [--models build/models] [--out build/golden]

The models of the usual cases come from tools/make_checkpoint.py, that of tools/data/real_cases.json from
script/real_weights (--models build/real/models; its venv's Python will do). A case's `tensors` says which are kept: all,
edges, or small, which leaves out the noise and what is as large. One folder per case: manifest.json and one .npy per tensor, with the batch dimension of 1 that the reference has. `noise` is what the
reference drew. `audio64_injected` is the model in float64 with this run's durations, F0, N and harmonic spectrum put
in: the audio to compare with, since the rest of the network is then well conditioned. The manifest gives for every
tensor how far float32 torch is from that float64 run. Runs on one thread: the order of sums must not depend on the
machine. Needs what make_checkpoint.py needs.
"""
import argparse
import contextlib
import json
import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import numpy as np
import torch
from reference import network, package, stages

CASES = pathlib.Path(__file__).resolve().parent / "data" / "golden_cases.json"
EDGES = {"bert", "bert_encoder", "dur_enc", "pred.lstm", "pred.dur_logits", "pred.duration", "pred_dur", "F0", "N",
         "t_en", "dec.encode", "dec.decode3", "gen.har_source", "gen.har_spec", "gen.har_phase", "gen.conv_post",
         "gen.spec", "gen.phase", "audio", "ids", "ref_s", "noise", "audio64_injected"}
SMALL = EDGES - {"noise", "gen.har_source", "gen.conv_post", "gen.spec", "gen.phase", "audio"}
KEPT = {"edges": EDGES, "small": SMALL}
# What the float64 run was given by the float32 run, or what depends on the phase accumulated in float32.
NOT_COMPARED = {"F0", "N", "gen.har_spec", "gen.har_phase", "gen.har_source"}


@contextlib.contextmanager
def double_precision():
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)


def phonemes_of(case, vocab):
    if "phonemes" in case:
        return case["phonemes"]
    count = case["random_phonemes"]
    return "".join(np.random.RandomState(count).choice(sorted(vocab, key=vocab.get), count))


def run(case, ids, style, model, model64):
    """(tensors by name of the float32 run, tensors of the float64 run with the former's curves put in)."""
    single, double = {}, {}
    audio, durations = stages.forward(model, ids, style, case["speed"], case["noise_seed"],
                                      record=lambda name, tensor: single.update({name: tensor.clone()}))
    with double_precision():
        stages.forward(model64, ids, style.double(), case["speed"], case["noise_seed"], durations=durations,
                       curves=(single["F0"].double(), single["N"].double()),
                       harmonics=(single["gen.har_spec"].double(), single["gen.har_phase"].double()),
                       record=lambda name, tensor: double.update({name: tensor.clone()}))
    tensors = {"ids": torch.tensor([ids]), "ref_s": style, **single}
    tensors["noise"] = stages.noise(case["noise_seed"], audio.numel())
    tensors["audio64_injected"] = double["audio"].float()
    return tensors, double


def describe(name, array, double):
    """The manifest's entry for one tensor; errors are relative to the root mean square of the float64 tensor."""
    entry = {"shape": list(array.shape), "dtype": str(array.dtype)}
    if array.dtype.kind != "f":
        return entry
    entry["rms"] = float(np.sqrt((array.astype(np.float64) ** 2).mean()))
    if name in double and name not in NOT_COMPARED and tuple(double[name].shape) == array.shape:
        exact = double[name].numpy()
        scale = max(np.sqrt((exact ** 2).mean()), 1e-30)
        entry["torch_fp32_rms_err"] = float(np.sqrt(((array - exact) ** 2).mean()) / scale)
        entry["torch_fp32_max_err"] = float(np.abs(array - exact).max() / scale)
    return entry


def capture(case, folder, model, model64, voices):
    phonemes = phonemes_of(case, model.vocab)
    ids = [0, *(model.vocab[symbol] for symbol in phonemes if symbol in model.vocab), 0]
    row = len(phonemes) - 1  # the reference counts characters before it drops unknown ones
    style = torch.load(voices / f"{case['voice']}.pt")[row]
    tensors, double = run(case, ids, style, model, model64)
    durations, samples = tensors["pred_dur"], tensors["audio"].numel()
    margin = float(((tensors["pred.duration"] % 1) - 0.5).abs().min())
    manifest = {
        "case": case["case"], "model": f"models/{case['model']}", "phonemes": phonemes, "voice": case["voice"],
        "voice_row": row, "speed": case["speed"], "noise_seed": case["noise_seed"], "noise_length": samples,
        "tokens": len(ids), "frames": int(durations.sum()), "samples": samples, "rounding_margin": margin, "tensors": {},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, tensor in tensors.items():
        if case["tensors"] == "all" or name in KEPT[case["tensors"]]:
            array = np.ascontiguousarray(tensor.detach().numpy())
            np.save(folder / f"{name}.npy", array)
            manifest["tensors"][name] = describe(name, array, double)
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{case['case']}: {len(ids)} tokens, {samples / 24000:.2f} s, {len(manifest['tensors'])} tensors, "
          f"durations at least {margin:.4f} frames from rounding the other way")


def main():
    build = package.REPOSITORY / "build"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chosen", nargs="*", metavar="CASE", help="default: all")
    parser.add_argument("--cases", type=pathlib.Path, default=CASES, help="a file like tools/data/golden_cases.json")
    parser.add_argument("--models", type=pathlib.Path, default=build / "models", help="holds the folders tiny and full")
    parser.add_argument("--out", type=pathlib.Path, default=build / "golden")
    parser.add_argument("--reference", help="folder of the reference package (default: build/reference/kokoro)")
    options = parser.parse_args()
    cases = json.loads(options.cases.read_text(encoding="utf-8"))
    if unknown := set(options.chosen) - {case["case"] for case in cases}:
        parser.error(f"{options.cases} has no such case: {', '.join(sorted(unknown))}")
    warnings.filterwarnings("ignore", message="dropout option adds dropout")
    torch.set_num_threads(1)

    modules = package.load(options.reference)
    loaded = {}
    for case in cases:
        if options.chosen and case["case"] not in options.chosen:
            continue
        folder = options.models / case["model"]
        if case["model"] not in loaded:
            if not (folder / "kokoro-v1_0.pth").exists():
                sys.exit(f"{folder} is missing: tools/make_checkpoint.py makes seeded models, script/real_weights the published")
            files = (network.load_config(folder / "config.json"), str(folder / "kokoro-v1_0.pth"))
            loaded = {case["model"]: (network.build(modules, *files), network.build(modules, *files).double())}
        capture(case, options.out / case["case"], *loaded[case["model"]], folder / "voices")


if __name__ == "__main__":
    main()
