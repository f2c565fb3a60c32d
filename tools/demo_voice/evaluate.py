#!/usr/bin/env python3
"""Judges the embedded voices beside their teachers, both spoken by the program, and prints the table of the bars.

    build/real/venv/bin/python tools/demo_voice/evaluate.py [--limit 200] [--program build/release/bin/kokoro] [--fresh]

MOS, words, phonemes, pauses, likeness and pictures come from tools/listen, a run for each voice; closeness with the
teacher's durations, tone, click, burst and speed from here. `script/real_weights --judges` makes what both need. The table
is OUT/table.md, each voice's page with the pictures OUT/NAME/index.html.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

import numpy as np
import torch

import artefacts
import closeness
import frame_lines
import wav
import weights
from make_data import phonemes
from table import table
from teacher import Teacher
from voices import ASSETS, TOOLS, VOICES

ROOT = TOOLS.parents[1]
SENTENCES = TOOLS.parent / "listen/sets/english.txt"


def listened(voice, options):
    """{"teacher": figures, "student": figures} of tools/listen"""
    out = options.out / voice.name
    sources = [f"teacher=program,binary={options.program}",
               f"student=program,binary={options.program},home={options.home},voice.{voice.teacher}={voice.program_name}"]
    command = [sys.executable, ROOT / "tools/listen", "--real", options.real, "--program", options.program, "--out", out,
               "--set", "english", "--limit", str(options.limit), "--voice", voice.teacher, "--teacher", "teacher"]
    for source in sources:
        command += ["--source", source]
    for judge in options.judge or []:
        command += ["--judge", judge]
    subprocess.run(command + (["--fresh", "student"] if options.fresh else []), check=True)
    (figures,) = json.loads((out / "report.json").read_text(encoding="utf-8")).values()
    return figures


def closely(row, network, teacher, sentences, options):
    """Means over the first sentences of what closeness.measure() says."""
    said = phonemes(str(options.program), options.real / "home", sentences[:options.close], VOICES[row].language)
    figures = [closeness.measure(teacher, network, row, line)[0] for line in said]
    return {name: float(np.nanmean([one[name] for one in figures])) for name in figures[0]}


def faults(folder):
    """(artefacts.measure() at its worst, frame_lines.measure() of all) of the sounds in a folder"""
    sounds = [wav.read(path)[0] for path in sorted(folder.glob("**/*.wav"))]
    return artefacts.worst([artefacts.measure(sound) for sound in sounds]), frame_lines.measure(np.concatenate(sounds))


def times_real_time(voice, sentences, options):
    """Seconds of speech in a second of one thread, the start of the program included; the fastest of three runs."""
    path, best = options.out / "timed.wav", 0.0
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([options.program, "say", "--quiet", "--plain", "--threads", "1", "--voice", voice.program_name, "-o", path,
                        " ".join(sentences[:80])], check=True, env=dict(os.environ, KOKORO_HOME=str(options.home)))
        best = max(best, len(wav.read(path)[0]) / 24000 / (time.perf_counter() - start))
    return best


def home_without_models(real, folder):
    """A data directory with the dictionaries of REAL alone, where the program speaks with what it embeds."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in (real / "home").iterdir():
        if entry.name not in ("builds", "models", "voices") and not (folder / entry.name).exists():
            (folder / entry.name).symlink_to(entry.resolve())
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=200, help="sentences of each voice")
    parser.add_argument("--close", type=int, default=30, help="of them for the comparison with the teacher's durations")
    parser.add_argument("--judge", action="append", help="one of tools/listen's; default: all")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/kokoro")
    parser.add_argument("--real", type=pathlib.Path, default=ROOT / "build/real", help="what script/real_weights made")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/listen")
    parser.add_argument("--fresh", action="store_true", help="the voices have changed: forget what they said before")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.home = home_without_models(options.real, options.out.resolve() / "home")
    network, _ = weights.load(ASSETS)
    teacher = Teacher(options.real / "home")
    sentences = SENTENCES.read_text(encoding="utf-8").splitlines()
    results = {}
    for row, voice in enumerate(VOICES):
        heard = listened(voice, options)
        own, lines = faults(options.out / voice.name / "student")
        results[voice.name] = dict(
            heard, closeness=closely(row, network.eval(), teacher, sentences, options), artefacts=own, frame_lines=lines,
            teacher_artefacts=faults(options.out / voice.name / "teacher")[0], times_real_time=times_real_time(voice, sentences, options))
        (options.out / "table.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        (options.out / "table.md").write_text(table(results), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
