#!/usr/bin/env python3
"""Prints how many seconds of speech `kokoro say` makes in a second of one thread. Leave the machine alone meanwhile.

    speed.py [--export FOLDER] [--program build/release/bin/kokoro] [--voice female] [--repeats 5]

The evaluation sentences are spoken in one go; the time of a one-word run (starting, loading) is taken off, and both
are printed.
"""
import argparse
import pathlib
import tempfile

import texts
from program import Program
from voices import TOOLS, VOICES


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--export", type=pathlib.Path)
    parser.add_argument("--program", default=TOOLS.parents[1] / "build/release/bin/kokoro")
    parser.add_argument("--voice", default="female")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    voice = next(voice for voice in VOICES if voice.name == options.voice)
    text = " ".join(texts.evaluation_sentences())
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program, folder, options.export)
        runs = [(program.timed(voice, "Yes."), program.timed(voice, text)) for _ in range(options.repeats)]
    (short_time, short), (time, seconds) = (min(run) for run in zip(*runs))
    print(f"{seconds:.1f} s of speech in {time:.2f} s: {seconds / time:.0f} times real time with the start of the program, "
          f"{(seconds - short) / (time - short_time):.0f} times without (fastest of {options.repeats})")


if __name__ == "__main__":
    main()
