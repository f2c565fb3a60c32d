#!/usr/bin/env python3
"""Makes the teacher's speech: espeak-ng says sentences of texts.py in every demo voice.

    make_data.py FOLDER [--utterances 1500] [--workers 2] [--first-shard 0]

Writes FOLDER/train_VOICE_SHARD.npz (UTTERANCES for each voice, spread over the workers' shards) and
FOLDER/test_VOICE_0.npz (the evaluation sentences). Run again with another --first-shard to add more; train.py reads
what is there. About 25 utterances a second on one core.
"""
import argparse
import json
import multiprocessing
import pathlib
import random

import numpy as np
from scipy.signal import resample_poly

import alignment
import espeak
import features
import texts
from voices import ASSETS, VOICES

GAIN = -0.6 / 32768  # with this sign every low harmonic is +sin(h * phase), as the network's harmonic source has it
LONGEST = 5.6        # seconds
IPA_SHARE = 0.12     # of the utterances come in espeak-ng's own alphabet
LEAD, TAIL = 0.100, 0.150  # seconds of silence kept around the speech


def vocabulary():
    return json.loads((ASSETS / "config.json").read_text(encoding="utf-8"))["vocab"]


def utterance(teacher, text, voice, vocab, unit_to_tokens=alignment.misaki_unit):
    """One sentence as the arrays that dataset.py reads, or None where it cannot be aligned or is too long."""
    wav, events = teacher.speak(text)
    if len(wav) < 2000:
        return None
    tokens = alignment.align(teacher.clauses(text), events, vocab, unit_to_tokens, voice.british)
    if not tokens:
        return None
    audio = resample_poly(wav.astype(np.float32) * (GAIN * 10 ** (voice.gain / 20)), 160, 147)
    scale = features.SAMPLE_RATE / espeak.SAMPLE_RATE
    ends_in_mark = tokens[-1][0] in espeak.PUNCTUATION
    end = tokens[-1][1 if ends_in_mark else 2] * scale
    first = int(round(tokens[0][1] * scale - LEAD * features.SAMPLE_RATE))
    total = int(np.ceil((end - first + TAIL * features.SAMPLE_RATE) / features.FRAME))
    if total * features.FRAME > LONGEST * features.SAMPLE_RATE:
        return None
    cut = np.zeros(total * features.FRAME, np.float32)
    source, target = max(first, 0), max(-first, 0)
    count = min(len(audio) - source, len(cut) - target)
    cut[target:target + count] = audio[source:source + count]
    starts = [0.0] + [(start * scale - first) / features.FRAME for _, start, _ in tokens]
    starts.append((end - first) / features.FRAME + (2.0 if ends_in_mark else 0))
    if total < len(starts) + 2:
        return None
    durations = alignment.durations(starts, total)
    if durations.min() < 1 or durations.max() > 49:
        return None
    f0, phase = features.pitch(cut, *voice.f0_range, voice.phase_window)
    return dict(ids=[0] + [vocab[token] for token, _, _ in tokens] + [0], durations=durations, f0=f0, phase=phase,
                energy=features.energy(cut), audio=np.clip(cut * 32768, -32767, 32767).astype(np.int16), text=text)


def save(utterances, path):
    """All utterances of a shard end to end in one array for each feature, with their lengths."""
    def joined(key, dtype):
        return np.concatenate([np.asarray(u[key], dtype) for u in utterances])
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, audio=joined("audio", np.int16), f0=joined("f0", np.float32), phase=joined("phase", np.float32),
             energy=joined("energy", np.float32), ids=joined("ids", np.int16), durations=joined("durations", np.int16),
             tokens=np.array([len(u["ids"]) for u in utterances]),
             frames=np.array([int(np.sum(u["durations"])) for u in utterances]),
             text=np.array([u["text"] for u in utterances]))
    temporary.rename(path)


def make_shard(job):
    folder, split, shard, count = job
    teacher = espeak.Espeak(espeak.data_with_variants(folder / "teacher"))
    vocab = vocabulary()
    for index, voice in enumerate(VOICES):
        teacher.set_voice(voice.teacher)
        choose = random.Random(1000 * index + shard)
        if split == "test":
            sentences = iter(texts.evaluation_sentences())
        else:
            writer = texts.Writer(f"{voice.name} {shard}")
            sentences = (writer.sentence() for _ in range(2 * count))
        kept = []
        for text in sentences:
            ipa = split == "train" and choose.random() < IPA_SHARE
            made = utterance(teacher, text, voice, vocab, alignment.ipa_unit if ipa else alignment.misaki_unit)
            if made:
                kept.append(made)
            if split == "train" and len(kept) == count:
                break
        save(kept, folder / f"{split}_{voice.name}_{shard}.npz")
        seconds = sum(len(u["audio"]) for u in kept) / features.SAMPLE_RATE
        print(f"{split} {voice.name} {shard}: {len(kept)} utterances, {seconds / 3600:.2f} hours", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--utterances", type=int, default=1500, help="for each voice")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first-shard", type=int, default=0)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(options.folder, "train", options.first_shard + i, options.utterances // options.workers) for i in range(options.workers)]
    with multiprocessing.get_context("spawn").Pool(options.workers, maxtasksperchild=1) as pool:
        pool.map(make_shard, [(options.folder, "test", 0, 0)] + jobs, chunksize=1)


if __name__ == "__main__":
    main()
