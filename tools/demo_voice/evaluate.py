#!/usr/bin/env python3
"""Tells how well the demo voices are understood, by 100 held-out sentences that `kokoro say` speaks.

    evaluate.py DATA OUT [--export FOLDER] [--program build/release/bin/kokoro] [--voices female,male]

DATA is make_data.py's folder (its test shards hold the teacher). Without --export the voices inside the program are
judged, else those of that folder. Writes OUT/report.json, OUT/report.md, the sounds, and spectrograms of the teacher,
the program, and the network with the teacher's durations, under each other, for the first sentences of each voice.
"""
import argparse
import hashlib
import json
import pathlib

import numpy as np
import torch
from scipy.signal import resample_poly

import aligned
import artefacts
import espeak
import frame_lines
import loudness
import texts
import wav
import weights
import word_judge
from dataset import Dataset
from program import Program
from recogniser import Recogniser
from report import write_report
from voices import ASSETS, TOOLS, VOICES

PICTURES = 4                    # sentences per voice
TEMPLATE_RATES = (150, 140, 160)  # words per minute of the teacher's renderings that judge
OTHER_RATES = (132, 170)          # of those that check the judge


def understanding(sounds, recogniser):
    """{index of sentence: samples} -> sentences identified, word errors"""
    identified = sum(recogniser.identify(samples) == i for i, samples in sounds.items())
    errors = sum(recogniser.word_errors(samples, i) for i, samples in sounds.items())
    total = sum(len(recogniser.sentences[i]) for i in sounds)
    return dict(identified=identified, of=len(sounds), word_error=errors / total, words=total)


def judge_digest():
    return hashlib.sha256(b"".join((TOOLS / name).read_bytes() for name in ("recogniser.py", "pronunciations.py", "edits.py"))).hexdigest()[:8]


def chance(sounds, recogniser):
    """How many of the sentences are "identified" by length and rhythm alone: white noise as loud as the speech is."""
    noise = np.random.RandomState(0)
    found = 0
    for index, samples in sounds.items():
        contour = np.sqrt(np.convolve(samples ** 2, np.ones(480) / 480, "same"))
        found += recogniser.identify(contour * noise.normal(0, 1, len(samples))) == index
    return found


def teacher_word(teacher, voice, word, rate):
    teacher.set_rate(rate)
    teacher.set_voice(voice.teacher)
    samples, _ = teacher.speak(word + ".")
    return resample_poly(samples / 32768, 160, 147)


def minimal_pairs(program, voice, teacher):
    """How often the judge hears the right word of each pair: the program's, the teacher's at other rates."""
    pairs = [line.split() for line in (TOOLS / "minimal_pairs.txt").read_text(encoding="utf-8").splitlines()]
    listed = sorted({word for pair in pairs for word in pair})
    templates = {word: [word_judge.cepstra(teacher_word(teacher, voice, word, rate)) for rate in TEMPLATE_RATES] for word in listed}
    said = {word: word_judge.cepstra(program.say(voice, word + ".", f"{voice.name}_word_{word}")) for word in listed}
    others = {word: [word_judge.cepstra(teacher_word(teacher, voice, word, rate)) for rate in OTHER_RATES] for word in listed}
    wrong, teacher_right = [], 0
    for pair in pairs:
        both = {word: templates[word] for word in pair}
        for word in pair:
            if word_judge.choose(said[word], both) != word:
                wrong.append(f"{word} of {'/'.join(pair)}")
            teacher_right += sum(word_judge.choose(other, both) == word for other in others[word])
    return dict(pairs=len(pairs), right=1 - len(wrong) / (2 * len(pairs)), teacher_right=teacher_right / (2 * len(pairs) * len(OTHER_RATES)), wrong=wrong)


def judge_voice(row, voice, options, network, data, recogniser, teacher):
    program = Program(options.program, options.out / "sounds", options.export)
    sentences = texts.evaluation_sentences()
    wanted, said, closeness = {}, {}, []
    for item in data.of_voice(row):
        index = sentences.index(data.text(item))
        if index >= options.sentences:
            continue
        figures, wanted[index], made = aligned.measure(network, data, item)
        closeness.append(figures)
        said[index] = program.say(voice, sentences[index], f"{voice.name}_{index:02d}")
        wav.write(options.out / "sounds" / f"{voice.name}_{index:02d}_teacher.wav", wanted[index])
        if index < PICTURES:
            wav.write_comparison(options.out / f"{voice.name}_{index:02d}.png", wanted[index], said[index], made)
    result = dict(sentences=len(said), aligned=aligned.mean(closeness), loudness=loudness.integrated(np.concatenate(list(said.values()))))
    # The teacher's figures stay the same until its data is made anew or another judge is there.
    kept = options.data / f"teacher_{voice.name}_{len(said)}_{judge_digest()}.json"
    if not kept.exists():
        kept.write_text(json.dumps(understanding(wanted, recogniser)), encoding="utf-8")
    result["teacher"] = json.loads(kept.read_text(encoding="utf-8"))
    result["program"] = understanding(said, recogniser)
    for who, sounds in (("teacher", wanted), ("program", said)):
        result[who]["artefacts"] = artefacts.worst([artefacts.measure(x) for x in sounds.values()])
        result[who]["frame_lines"] = frame_lines.measure(np.concatenate(list(sounds.values())))
    result["chance"] = chance(said, recogniser)
    result["minimal_pairs"] = minimal_pairs(program, voice, teacher)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--export", type=pathlib.Path)
    parser.add_argument("--program", default=TOOLS.parents[1] / "build/release/bin/kokoro")
    parser.add_argument("--voices", help="names of voices.py with commas between; else those that have a pack")
    parser.add_argument("--sentences", type=int, default=100, help="only the first so many, for a quick look")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    source = options.export or ASSETS
    network, _ = weights.load(source)
    network.eval()
    chosen = options.voices.split(",") if options.voices else [v.name for v in VOICES if (source / "voices" / f"{v.name}.pt").exists()]
    data = Dataset(options.data, "test", longest=10**6, shortest=1)
    recognisers = {british: Recogniser(texts.evaluation_sentences(), british) for british in (False, True)}
    teacher = espeak.Espeak(espeak.data_with_variants(options.data / "teacher"))
    previous = options.out / "report.json"  # voices may be judged one by one
    results = json.loads(previous.read_text(encoding="utf-8")) if previous.exists() else {}
    for row, voice in enumerate(VOICES):
        if voice.name in chosen:
            results[voice.name] = judge_voice(row, voice, options, network, data, recognisers[voice.british], teacher)
            print(f"{voice.name}: done", flush=True)
            write_report(options.out, results)
    print((options.out / "report.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
