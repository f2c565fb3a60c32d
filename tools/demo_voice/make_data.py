#!/usr/bin/env python3
"""The teacher speaks: writes what the student is taught with. Goes on where it stopped when it is run again.

    make_data.py FOLDER --home HOME --kokoro build/release/bin/kokoro [--kind sound|prosody] [--hours 1.2] [--worker 0/2]

HOME is a data directory of the program with the published model, its voices and the dictionaries (`kokoro pull`,
`kokoro pull lexicon`). Prosody: tokens, durations, F0, energy and the decoder's output, of two voices for each text.
Sound: of one voice, the harmonic source, the last convolution's output and the sound besides, which takes most of the
time. Shards of some utterances lie in FOLDER/sound and FOLDER/prosody.
"""
import argparse
import os
import pathlib
import random
import subprocess

import torch

from teacher import Teacher
from texts import Writer
from voices import VOICES

_SHARD = {"sound": 8, "prosody": 24}  # utterances
_MOST_TOKENS = 400
_AT_ONCE = 400  # texts for one run of the program


def phonemes(program, home, texts, language):
    """One line for each text, by the program's quiet mode."""
    made = subprocess.run([program, "phonemize", "--plain", "--lang", language, "-"], input="\n".join(texts) + "\n", text=True,
                          check=True, capture_output=True, env=dict(os.environ, KOKORO_HOME=str(home)))
    lines = made.stdout.splitlines()
    if len(lines) != len(texts):
        raise SystemExit(f"{len(texts)} texts became {len(lines)} lines of phonemes")
    return lines


def said(program, home, root, seed):
    """(text, {language: phonemes}) without end"""
    writer = Writer(seed, root)
    while True:
        texts = [writer.utterance() for _ in range(_AT_ONCE)]
        spoken = {language: phonemes(program, home, texts, language) for language in {v.language for v in VOICES}}
        for i, text in enumerate(texts):
            yield text, {language: lines[i] for language, lines in spoken.items()}


def rendered(teacher, packs, voice, ids, read, sound):
    style = packs[voice.name][ids.shape[1] - 3][None]
    exact, durations, f0, energy = teacher.prosody(read, style[:, 128:])
    row = dict(voice=VOICES.index(voice), ids=ids[0].short(), exact=exact, durations=durations.short(), f0=f0, energy=energy)
    features = teacher.features(ids, durations, f0, energy, style[:, :128])
    row["features"] = features[0].half()
    if sound:
        row.update((name, value.half().contiguous()) for name, value in teacher.sound(features, f0, style[:, :128]).items())
    return {name: value.cpu() if torch.is_tensor(value) else value for name, value in row.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path, required=True)
    parser.add_argument("--lexicons", type=pathlib.Path, help="a data directory with the dictionaries, if not HOME")
    parser.add_argument("--kokoro", default="build/release/bin/kokoro")
    parser.add_argument("--debian", default="/", help="where the text packages' files lie")
    parser.add_argument("--kind", choices=("sound", "prosody"), default="sound")
    parser.add_argument("--hours", type=float, default=1.2, help="of this worker")
    parser.add_argument("--worker", default="0/1", help="which of how many that run beside each other")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(1)
    worker, workers = map(int, options.worker.split("/"))
    folder = options.folder / options.kind
    folder.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(options.home, options.device)
    torch.save(teacher.network.decoder.generator.m_source.l_linear.state_dict(), options.folder / "source.pt")
    packs = {voice.name: teacher.pack(voice.teacher) for voice in VOICES}
    number, frames = 0, 0
    while (folder / f"{worker:02d}-{number:05d}.pt").exists():
        frames += sum(int(row["durations"].sum()) for row in torch.load(folder / f"{worker:02d}-{number:05d}.pt"))
        number += 1
    seed = 7919 * number + 104729 * worker + (options.kind == "prosody")  # of the shards still to come
    pick, rows = random.Random(seed), []
    for text, spoken in said(options.kokoro, options.lexicons or options.home, options.debian, seed):
        language = pick.choice(sorted(spoken))
        ids = teacher.ids(spoken[language])
        if not 4 <= ids.shape[1] <= _MOST_TOKENS:
            continue
        read = teacher.read(ids)
        speakers = [voice for voice in VOICES if voice.language == language]
        for voice in speakers if options.kind == "prosody" else [pick.choice(speakers)]:
            rows.append(dict(rendered(teacher, packs, voice, ids, read, options.kind == "sound"), text=text))
            frames += int(rows[-1]["durations"].sum())
        if len(rows) >= _SHARD[options.kind]:
            path = folder / f"{worker:02d}-{number:05d}.pt"
            torch.save(rows, path.with_suffix(".tmp"))
            os.replace(path.with_suffix(".tmp"), path)
            number, rows = number + 1, []
            print(f"{path.name}: {frames / 40 / 3600:.3f} hours", flush=True)
            if frames / 40 / 3600 >= options.hours:
                return


if __name__ == "__main__":
    main()
