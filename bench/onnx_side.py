"""One process of ONNX Runtime's side of bench/compare: times the exported reference on a given input, prints JSON.

    build/onnx/venv/bin/python bench/onnx_side.py --model build/onnx/kokoro.onnx --ids-file F [--threads N] [--runs N]
                                                  [--no-spinning]
"""
import argparse
import json
import pathlib
import sys
import time

import numpy as np
import onnxruntime

import measure


def open_session(options: argparse.Namespace) -> onnxruntime.InferenceSession:
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    settings.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0" if options.no_spinning else "1")
    settings.log_severity_level = 3
    return onnxruntime.InferenceSession(options.model, settings, providers=["CPUExecutionProvider"])


def alignment(durations: list[int]) -> np.ndarray:
    """[1, tokens, frames]: 1 where the frame belongs to the token."""
    result = np.zeros((1, len(durations), sum(durations)), np.float32)
    result[0, np.repeat(np.arange(len(durations)), durations), np.arange(sum(durations))] = 1
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--ids-file", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-spinning", action="store_true", help="idle threads sleep instead of waiting in a loop")
    options = parser.parse_args()

    start = time.perf_counter()
    session = open_session(options)
    load_s = time.perf_counter() - start
    ids, durations, style = measure.read_input(options.ids_file)
    runs = []
    for _ in range(1 + options.runs):
        start = time.perf_counter()
        inputs = {"ids": np.array([ids], np.int64), "alignment": alignment(durations),
                  "style": np.array([style], np.float32)}
        audio, _ = session.run(["audio", "duration"], inputs)
        runs.append({"total_s": time.perf_counter() - start})
    json.dump({"runs": runs[1:], "threads": options.threads, "isa": f"ONNX Runtime {onnxruntime.__version__}",
               "load_s": load_s, "audio_s": audio.size / 24000}, sys.stdout)


if __name__ == "__main__":
    main()
