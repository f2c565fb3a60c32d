#!/usr/bin/python3
"""One process of PyTorch's side of bench/compare: times the reference on a given input, prints JSON.

    bench/pytorch_side.py --model F --config F --ids-file F [--threads N] [--runs N] [--reference DIR]

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

import measure
from reference import network, package, stages


def watch_stages(model: torch.nn.Module, seconds: dict[str, float]) -> None:
    """Adds each module's wall time to seconds[stage] from now on; the stages are those of kokoro bench."""
    predictor, decoder, generator = model.predictor, model.decoder, model.decoder.generator
    plan = {
        "bert": [model.bert, model.bert_encoder],
        "durations": [predictor.text_encoder, predictor.lstm, predictor.duration_proj],
        "pitch and energy": [predictor.shared, *predictor.F0, *predictor.N, predictor.F0_proj, predictor.N_proj],
        "text encoder": [model.text_encoder],
        "decoder encode": [decoder.encode],
        "decoder blocks": [decoder.F0_conv, decoder.N_conv, decoder.asr_res, *decoder.decode],
        "source": [generator.f0_upsamp, generator.m_source],
        "last convolution": [generator.conv_post],
    }
    kinds = generator.num_kernels
    for index in range(generator.num_upsamples):
        plan[f"noise path {index + 1}"] = [generator.noise_convs[index], generator.noise_res[index]]
        plan[f"upsampling {index + 1}"] = [generator.ups[index]]
        plan[f"resblocks {index + 1}"] = list(generator.resblocks[index * kinds:(index + 1) * kinds])
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

    generator.stft.transform = timed(generator.stft.transform, "source stft")
    generator.stft.inverse = timed(generator.stft.inverse, "inverse stft")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--config", required=True)
    parser.add_argument("--ids-file", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reference")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(options.threads)

    start = time.perf_counter()
    model = network.build(package.load(options.reference), network.load_config(options.config), options.model)
    load_s = time.perf_counter() - start
    ids, durations, style = measure.read_input(options.ids_file)
    style = torch.tensor([style])
    seconds = defaultdict(float)
    watch_stages(model, seconds)
    runs = []
    for _ in range(1 + options.runs):
        seconds.clear()
        start = time.perf_counter()
        audio, _ = stages.forward(model, ids, style, durations=durations)
        total_s = time.perf_counter() - start
        rest = {"other": total_s - sum(seconds.values())}
        runs.append({"total_s": total_s, "stages": {**seconds, **rest}})
    json.dump({"runs": runs[1:], "threads": options.threads, "isa": f"torch {torch.__version__}", "load_s": load_s,
               "audio_s": audio.numel() / 24000}, sys.stdout)


if __name__ == "__main__":
    main()
