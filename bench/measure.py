"""What the benchmarks share: their options, the input that every program gets, running one process, statistics."""
import argparse
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
FULL = REPOSITORY / "build" / "models" / "full"
FRAMES_PER_SECOND = 40
FRAMES_PER_TOKEN = 2.7  # of speech, on average
MOST_TOKENS = 512       # 510 phonemes between two pads

Result = dict  # what `kokoro bench --json` prints, with peak_mb and others added


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kokoro", metavar="FILE", default=REPOSITORY / "build" / "release" / "bin" / "kokoro",
                        help="the program to measure (default: build/release/bin/kokoro)")
    parser.add_argument("--model", metavar="FILE", type=pathlib.Path, default=FULL / "kokoro-v1_0.pth",
                        help="its weights (default: those of tools/make_checkpoint.py full)")
    parser.add_argument("--config", metavar="FILE", type=pathlib.Path, default=FULL / "config.json")
    parser.add_argument("--precision", choices=("auto", "fp32", "bf16x3", "bf16"),
                        help="given to kokoro (default: its own default)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="quiet rounds wanted; each starts every program once")
    parser.add_argument("--runs", type=int, default=3, help="timed runs in each process, after one to warm up")
    parser.add_argument("--max-others", metavar="CPUS", type=float, default=0.1,
                        help="a round in which other processes used more CPUs than this is not quiet; up to as many "
                             "again are tried (default 0.1)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def check_files(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if not options.model.exists():
        parser.error(f"{options.model} is missing: run tools/make_checkpoint.py full")


def write_input(path: pathlib.Path, config: dict, seconds: float) -> int:
    """Writes random tokens, durations that make `seconds` of audio and a random style; returns how many tokens."""
    frames = round(seconds * FRAMES_PER_SECOND)
    tokens = min(max(3, round(frames / FRAMES_PER_TOKEN)), frames, MOST_TOKENS)
    draw = random.Random(1)
    symbols = sorted(config["vocab"].values())
    ids = [0, *(draw.choice(symbols) for _ in range(tokens - 2)), 0]
    durations = [frames // tokens + (index < frames % tokens) for index in range(tokens)]
    style = [0.15 * draw.gauss(0, 1) for _ in range(2 * config["style_dim"])]
    path.write_text("\n".join(" ".join(f"{value:.9g}" for value in line) for line in (ids, durations, style)) + "\n",
                    encoding="ascii")
    return tokens


def read_input(path: pathlib.Path) -> tuple[list[int], list[int], list[float]]:
    """(ids, durations, style) of a file of write_input."""
    ids, durations, style = path.read_text(encoding="ascii").splitlines()
    return [int(word) for word in ids.split()], [int(word) for word in durations.split()], [
        float(word) for word in style.split()]


def kokoro_command(options: argparse.Namespace, folder: pathlib.Path, seconds: float, threads: int | None = None,
                   runs: int | None = None) -> list:
    """`kokoro bench` on `seconds` of audio; the input is written into `folder`."""
    ids_file = folder / f"{seconds:g}.txt"
    write_input(ids_file, json.loads(options.config.read_text(encoding="utf-8")), seconds)
    precision = ["--precision", options.precision] if options.precision else []
    return [options.kokoro, "bench", "--json", "--model", options.model, "--config", options.config,
            "--ids-file", ids_file, "--threads", str(threads or options.threads), "--runs", str(runs or options.runs),
            *precision]


def _cpu_seconds() -> tuple[float, float, float]:
    """CPU seconds that the whole machine has used, that finished children of this process have used, and the time."""
    ticks = list(map(int, pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:9]))
    machine = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")  # but idle and waiting for a disk
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return machine, children.ru_utime + children.ru_stime, os.times().elapsed


def run(command: list, environment: dict[str, str] | None = None, neighbour_cpu: int | None = None) -> Result:
    """The JSON that `command` prints, with `peak_mb`, its largest resident set, and `others`, the CPUs that other
    processes used meanwhile. With neighbour_cpu a busy loop runs on that CPU, which does not count as others.
    """
    before = _cpu_seconds()
    neighbour = None
    if neighbour_cpu is not None:
        neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        os.sched_setaffinity(neighbour.pid, {neighbour_cpu})
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if neighbour is not None:
        neighbour.kill()
        neighbour.wait()
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode} of: {' '.join(map(str, command))}")
    machine, children, wall = (end - start for start, end in zip(before, _cpu_seconds()))
    return {**json.loads(printed), "peak_mb": usage.ru_maxrss * 1024 / 1e6,
            "others": max(0.0, machine - children) / wall}


def alternate(sides: dict[str, Callable[[], Result]], rounds: int, max_others: float) -> list[dict[str, Result]]:
    """Runs every side once per round, the first of them another each time, until `rounds` rounds were quiet.

    After twice as many rounds it gives up: then the quiet ones are returned, or all of them where none was. Says on
    stderr what each round was like.
    """
    names = list(sides)
    every, quiet = [], []
    while len(quiet) < rounds and len(every) < 2 * rounds:
        first = len(every) % len(names)
        results = {name: sides[name]() for name in names[first:] + names[:first]}
        every.append(results)
        is_quiet = all(result["others"] <= max_others for result in results.values())
        if is_quiet:
            quiet.append(results)
        print(f"round {len(every)}{'' if is_quiet else ', NOT QUIET'}: " + ", ".join(
            f"{name} {median_s(results[name]):.3f} s (others {results[name]['others']:.2f})" for name in names),
            file=sys.stderr, flush=True)
    return quiet or every


def is_quiet(rounds: list[dict[str, Result]], max_others: float) -> bool:
    return all(result["others"] <= max_others for results in rounds for result in results.values())


def times_s(result: Result) -> list[float]:
    return [run["total_s"] for run in result["runs"]]


def median_s(result: Result) -> float:
    return statistics.median(times_s(result))


def spread(values: list[float], digits: int = 3) -> str:
    """Median, smallest and largest."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"
