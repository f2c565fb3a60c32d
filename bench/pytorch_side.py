#!/usr/bin/python3
"""One process of the PyTorch side of vs_pytorch.py: times the reference on a given input and prints JSON.

    bench/pytorch_side.py --model F --config F --ids-file F [--threads N] [--warmup N] [--runs N] [--reference DIR]

The environment (allocator, BLAS threads) is the caller's business: it must be set before this process starts.
"""
import argparse
import json
import pathlib
import sys
import time
import warnings
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))

import torch
from reference import network, package, stages


def watch_stages(model, seconds):
    """Adds each listed module's wall time to seconds[stage]; returns nothing, stays for the process's life."""
    predictor, decoder, generator = model.predictor, model.decoder, model.decoder.generator
    half = len(generator.resblocks) // 2
    plan = {
        "bert": [model.bert, model.bert_encoder],
        "durations": [predictor.text_encoder, predictor.lstm, predictor.duration_proj],
        "shared_lstm": [predictor.shared],
        "f0_n": [*predictor.F0, *predictor.N, predictor.F0_proj, predictor.N_proj],
        "text_encoder": [model.text_encoder],
        "decoder": [decoder.F0_conv, decoder.N_conv, decoder.asr_res, decoder.encode, *decoder.decode],
        "source": [generator.f0_upsamp, generator.m_source],
        "noise_path": [*generator.noise_convs, *generator.noise_res],
        "upsample": list(generator.ups),
        "resblocks_1": list(generator.resblocks[:half]),
        "resblocks_2": list(generator.resblocks[half:]),
        "conv_post": [generator.conv_post],
    }
    started = {}
    for stage, modules in plan.items():
        for module in modules:
            module.register_forward_pre_hook(
                lambda module, _input: started.__setitem__(module, time.perf_counter()))
            module.register_forward_hook(
                lambda module, _input, _output, stage=stage:
                    seconds.__setitem__(stage, seconds[stage] + time.perf_counter() - started[module]))

    def timed(function, stage):
        def call(*args):
            start = time.perf_counter()
            result = function(*args)
            seconds[stage] += time.perf_counter() - start
            return result
        return call

    generator.stft.transform = timed(generator.stft.transform, "source")
    generator.stft.inverse = timed(generator.stft.inverse, "istft")


def read_input(path):
    """(ids, durations, style [1, 2 * style_dim]) from the three lines of an ids file."""
    ids, durations, style = path.read_text(encoding="ascii").splitlines()
    return ([int(word) for word in ids.split()], [int(word) for word in durations.split()],
            torch.tensor([[float(word) for word in style.split()]]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--config", required=True)
    parser.add_argument("--ids-file", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reference")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(options.threads)

    start = time.perf_counter()
    model = network.build(package.load(options.reference), network.load_config(options.config), options.model)
    load_s = time.perf_counter() - start
    ids, durations, style = read_input(options.ids_file)
    seconds = defaultdict(float)
    watch_stages(model, seconds)
    runs = []
    for index in range(options.warmup + options.runs):
        seconds.clear()
        start = time.perf_counter()
        audio, _ = stages.forward(model, ids, style, durations=durations)
        total_s = time.perf_counter() - start
        if index >= options.warmup:
            rest = {"other": total_s - sum(seconds.values())}
            runs.append({"total_s": total_s, "stages": {**seconds, **rest}})
    json.dump({"runs": runs, "threads": options.threads, "isa": f"torch {torch.__version__}", "load_s": load_s,
               "audio_s": audio.numel() / 24000}, sys.stdout)


if __name__ == "__main__":
    main()
