"""Speaks texts with several programs and judges what they say. Writes a table, report.json and a page of spectrograms.

    script/real_weights --judges                          # once: weights, judges and their Python in build/real
    build/real/venv/bin/python tools/listen --limit 20    # the program beside the reference, English
    … --set long --set short --source program --source onnx --source new=program,binary=build/asan/bin/kokoro
    … --source reference --source http://127.0.0.1:8881,model=tts-1,voice.af_heart=alloy

--source NAME=KIND,KEY=VALUE… with KIND program (binary, home, arguments), reference and onnx (model, config, voices,
threads), or a URL (model, captioned=1). voice.A=B: B speaks what is A's. NAME is KIND unless it is given.
Sounds and figures stay in --out and are not made twice; a program that was built anew wants another name, or --fresh.
"""
import argparse
import dataclasses
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from listen import judges, judging, page, phonemes, report, repository, sources, speaking, summary, texts


def options():
    parser = argparse.ArgumentParser(prog="listen", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=[*texts.set_names(), "all"], help="default: english")
    parser.add_argument("--file", help="lines of a file instead, with --language and --voice")
    parser.add_argument("--language", default="en-us")
    parser.add_argument("--voice", action="append", help="instead of the set's own voices")
    parser.add_argument("--limit", type=int, help="so many texts of each set")
    parser.add_argument("--source", action="append", help="default: program and reference")
    parser.add_argument("--judge", action="append", choices=[*judges.ALL, "none"], help="default: all of them")
    parser.add_argument("--teacher", help="the source that mel distance, melody, speaker and bars refer to; default: reference")
    parser.add_argument("--timed", action="append", default=[], metavar="NAME",
                        help="this source of kind reference also speaks with the teacher's durations")
    parser.add_argument("--bars", metavar="NAME", help="exit with 1 unless this source holds the bars beside the teacher")
    parser.add_argument("--pictures", type=int, default=8, help="texts on the page (8)")
    parser.add_argument("--real", type=pathlib.Path, default=repository.REAL, help="what script/real_weights made")
    parser.add_argument("--program", type=pathlib.Path, default=repository.PROGRAM, help="says the phonemes of texts")
    parser.add_argument("--out", type=pathlib.Path, default=repository.OUTPUT)
    parser.add_argument("--fresh", action="append", default=[], metavar="NAME", help="forget what this source said before")
    return parser.parse_args()


def chosen_texts(chosen):
    if chosen.file:
        return texts.read_file(chosen.file, chosen.language, (chosen.voice or ["af_heart"])[0])
    names = texts.set_names() if "all" in (chosen.set or []) else chosen.set or ["english"]
    return [text for name in names for text in texts.read_set(name, chosen.limit, chosen.voice)]


def with_voices_there(spoken, real):
    """The texts, with a voice of the same sex in place of each that is not there; says which."""
    there = sorted(path.stem for path in (real / "models" / "full" / "voices").glob("*.pt"))
    if not there:
        sys.exit(f"no voices in {real}: run script/real_weights")
    for missing in sorted({text.voice for text in spoken} - set(there)):
        instead = next((voice for voice in there if voice[1:2] == missing[1:2]), there[0])
        print(f"no voice {missing}: {instead} speaks its texts", file=sys.stderr)
        spoken = [dataclasses.replace(text, voice=instead) if text.voice == missing else text for text in spoken]
    return spoken


def speak_and_judge(chosen, spoken, described, teacher):
    """{name: Kept} of all sources, with all figures."""
    speakers = {one.name: judging.Kept(chosen.out / one.name) for one in described}
    for one in described:
        speaking.say(one, spoken, speakers[one.name], chosen.real)
    timed = {}
    for name in chosen.timed:
        (one,) = [one for one in described if one.name == name]
        timed[name] = judging.Kept(chosen.out / f"{name}.timed")
        speaking.say(one, spoken, timed[name], chosen.real, lambda text: speakers[teacher].figures(text)["durations"])
    wanted = [] if chosen.judge == ["none"] else chosen.judge or list(judges.ALL)
    speaking.judge(wanted, speakers, spoken, chosen.real)
    speaking.measure(speakers, spoken, teacher, timed)
    return speakers


def main():
    chosen = options()
    described = [sources.describe(source) for source in chosen.source or ["program", "reference"]]
    names = [one.name for one in described]
    teacher = chosen.teacher or ("reference" if "reference" in names else names[0])
    for name in {teacher, *chosen.timed, *chosen.fresh, *([chosen.bars] if chosen.bars else [])} - set(names):
        sys.exit(f"no source is called {name}: {', '.join(names)}")
    for name in chosen.fresh:
        shutil.rmtree(chosen.out / name, ignore_errors=True)
    spoken = with_voices_there(chosen_texts(chosen), chosen.real)
    phonemes.fill(spoken, chosen.program, chosen.real / "home")
    speakers = speak_and_judge(chosen, spoken, described, teacher)

    summaries = {}
    for name in dict.fromkeys(text.set for text in spoken):
        summaries[name] = {speaker: summary.summarise([kept.figures(text) for text in spoken if text.set == name])
                           for speaker, kept in speakers.items()}
    table = report.table(summaries)
    print(table)
    (chosen.out / "report.json").write_text(json.dumps(summaries, ensure_ascii=False, indent=1), encoding="utf-8")
    page.write(chosen.out, spoken[:chosen.pictures], speakers, table)
    print(f"\n{chosen.out / 'index.html'}", file=sys.stderr)
    if chosen.bars and teacher != chosen.bars:
        broken = [f"{name}: {bar}" for name, both in summaries.items()
                  for bar in summary.broken_bars(both[chosen.bars], both[teacher])]
        print("\n".join(broken) or "bars: all hold", file=sys.stderr)
        sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
