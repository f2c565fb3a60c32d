#!/usr/bin/python3
"""Times `kokoro bench` against PyTorch running the reference on the same input, in turns, on this machine.

    bench/vs_pytorch.py [--seconds 10] [--threads 2] [--rounds 3] [--runs 3]
                        [--model build/models/full/kokoro-v1_0.pth --config build/models/full/config.json]

Each round starts one process per side, which warms up and then runs several times; the order alternates. The ratio of
a round is the median of kokoro's times over the median of PyTorch's; the result is the median of the rounds with their
spread. PyTorch eager gets its best settings for few cores: BLAS threads off (its spinning pool fights OpenMP's), large
buffers kept by the allocator, huge pages. `others` is how many CPUs other processes kept busy meanwhile: near 0 in a
measurement worth quoting; --max-others repeats the rounds that were disturbed. Both sides get token ids, durations and
style from one file, so that the audio has the same length. Exits with 1 when the ratio exceeds --bar.

The model comes from tools/make_checkpoint.py full. Needs Debian's python3-torch and python3-numpy.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

import numpy as np

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
FULL = REPOSITORY / "build" / "models" / "full"
FRAMES_PER_SECOND = 40
FRAMES_PER_TOKEN = 2.7


def tuned_environment(threads):
    """Settings under which Debian's torch was found fastest on two cores."""
    return {**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "4294967296",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def write_input(path, config, seconds):
    """Random tokens with durations that make exactly `seconds` of audio, and a random style."""
    frames = int(seconds * FRAMES_PER_SECOND)
    tokens = round(frames / FRAMES_PER_TOKEN)
    symbols = sorted(config["vocab"].values())
    ids = [0, *np.random.RandomState(1).choice(symbols, tokens - 2), 0]
    durations = [frames // tokens + (index < frames % tokens) for index in range(tokens)]
    style = 0.15 * np.random.RandomState(100).standard_normal(2 * config["style_dim"])
    path.write_text("\n".join([" ".join(map(str, ids)), " ".join(map(str, durations)),
                               " ".join(f"{value:.9g}" for value in style)]) + "\n", encoding="ascii")
    return tokens


def busy_cpu_seconds():
    """CPU seconds that the whole machine has used, and that the finished children of this process have used."""
    ticks = list(map(int, pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:9]))
    machine = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return machine, children.ru_utime + children.ru_stime, os.times().elapsed


def run_side(command, environment):
    """The JSON that `command` prints, with `peak_mb` and `others` added."""
    before = busy_cpu_seconds()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"vs_pytorch: exit code {process.returncode} of: {' '.join(map(str, command))}")
    after = busy_cpu_seconds()
    machine, children, wall = (end - start for start, end in zip(before, after))
    return {**json.loads(output), "peak_mb": usage.ru_maxrss / 1024, "others": max(0.0, machine - children) / wall}


def median_total(result):
    return statistics.median(run["total_s"] for run in result["runs"])


def spread(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def print_stages(sides):
    """Median milliseconds per stage of each side; a stage that one side does not report is a dash."""
    medians = {}
    for side, results in sides.items():
        runs = [run["stages"] for result in results for run in result["runs"] if run.get("stages")]
        for stage in dict.fromkeys(stage for run in runs for stage in run):
            medians.setdefault(stage, {})[side] = 1000 * statistics.median(run.get(stage, 0.0) for run in runs)
    if not medians:
        return
    print(f"\n{'stage, ms':<20}" + "".join(f"{side:>10}" for side in sides))
    for stage, values in medians.items():
        print(f"{stage:<20}" + "".join(f"{values[side]:>10.1f}" if side in values else f"{'-':>10}" for side in sides))


def print_round(number, results):
    print(f"round {number}: " + ", ".join(
        f"{side} {median_total(result):.3f} s, peak {result['peak_mb']:.0f} MB, others {result['others']:.2f}"
        for side, result in results.items()), flush=True)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kokoro", default=REPOSITORY / "build" / "release" / "bin" / "kokoro")
    parser.add_argument("--model", type=pathlib.Path, default=FULL / "kokoro-v1_0.pth")
    parser.add_argument("--config", type=pathlib.Path, default=FULL / "config.json")
    parser.add_argument("--reference", help="folder of the reference package (default: build/reference/kokoro)")
    parser.add_argument("--seconds", type=float, default=10, help="length of the audio")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=3, help="timed runs in each process")
    parser.add_argument("--max-others", type=float, help="repeat a round in which other processes used more CPUs")
    parser.add_argument("--bar", type=float, default=0.75, help="largest ratio that passes (default 0.75)")
    options = parser.parse_args()
    if not options.model.exists():
        parser.error(f"{options.model} is missing: run tools/make_checkpoint.py full")
    return options


def main():
    options = parse_options()
    sides = {"kokoro": [], "pytorch": []}
    with tempfile.TemporaryDirectory() as folder:
        ids_file = pathlib.Path(folder) / "input.txt"
        config = json.loads(options.config.read_text(encoding="utf-8"))
        tokens = write_input(ids_file, config, options.seconds)
        shared = ["--model", options.model, "--config", options.config, "--ids-file", ids_file,
                  "--threads", str(options.threads), "--runs", str(options.runs)]
        reference = ["--reference", options.reference] if options.reference else []
        commands = {
            "kokoro": ([options.kokoro, "bench", "--json", *shared], dict(os.environ)),
            "pytorch": (["/usr/bin/python3", REPOSITORY / "bench" / "pytorch_side.py", *shared, *reference],
                        tuned_environment(options.threads)),
        }
        print(f"{options.seconds:g} s of audio, {tokens} tokens, {options.threads} threads", flush=True)
        tries = 0
        while len(sides["kokoro"]) < options.rounds:
            tries += 1
            order = list(sides) if tries % 2 else list(reversed(sides))
            results = {side: run_side(*commands[side]) for side in order}
            print_round(tries, results)
            if (options.max_others is None or tries >= 10 * options.rounds
                    or all(result["others"] <= options.max_others for result in results.values())):
                for side, result in results.items():
                    sides[side].append(result)

    for side, results in sides.items():
        expected = {round(result["audio_s"], 3) for result in results}
        if expected != {round(int(options.seconds * FRAMES_PER_SECOND) / FRAMES_PER_SECOND, 3)}:
            sys.exit(f"vs_pytorch: {side} made {expected} s of audio instead of {options.seconds}")
        print(f"{side:<8} {spread([median_total(result) for result in results])} s, "
              f"peak {max(result['peak_mb'] for result in results):.0f} MB, {results[0].get('isa', '')}")
    print_stages(sides)
    ratios = [median_total(ours) / median_total(theirs) for ours, theirs in zip(*sides.values())]
    ratio = statistics.median(ratios)
    print(f"\nkokoro takes {spread(ratios)} of PyTorch's time; the bar is {options.bar}")
    sys.exit(0 if ratio <= options.bar else 1)


if __name__ == "__main__":
    main()
