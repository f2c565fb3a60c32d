"""Has a speaker say texts and judges have their say, one network in memory at a time."""
import sys

from . import judging, judges, sound, sources


def say(described, texts, kept, real, durations_of=None):
    """Speaks what is not yet in `kept`. durations_of(text): those that the network is to use, or None."""
    missing = [text for text in texts if not kept.figures(text)]
    if not missing:
        return
    speaker = sources.make(described, real)
    try:
        for index, text in enumerate(missing, 1):
            print(f"\r{described.name}: {index} of {len(missing)}", end="", file=sys.stderr, flush=True)
            speech = speaker.speak(text, durations_of(text)) if durations_of else speaker.speak(text)
            sound.write(kept.wav(text), speech.samples)
            kept.keep(text, {"text": text.text, "seconds": speech.seconds, "first_s": speech.first_s,
                             "captions": speech.captions, "joins": speech.joins, "durations": speech.durations})
        print(file=sys.stderr)
    finally:
        speaker.close()


def judge(names, speakers, texts, real):
    """Every judge of `names` on every sound of `speakers` {name: Kept} that it has not heard yet."""
    for name in names:
        due = [(kept, text) for kept in speakers.values() for text in texts
               if name not in kept.figures(text).get("judged", [])]
        if not due:
            continue
        network = judges.ALL[name](real)
        for index, (kept, text) in enumerate(due, 1):
            print(f"\r{name}: {index} of {len(due)}", end="", file=sys.stderr, flush=True)
            figures = kept.figures(text)
            figures |= network.judge(kept.samples(text), text)
            kept.keep(text, figures | {"judged": [*figures.get("judged", []), name]})
        print(file=sys.stderr)


def measure(speakers, texts, teacher, timed):
    """The figures without a network; those beside `teacher`, a name of `speakers`, for all others.

    timed: {name: Kept} of speakers' sounds with the teacher's durations.
    """
    for name, kept in speakers.items():
        for text in texts:
            figures, samples = kept.figures(text), kept.samples(text)
            figures |= judging.measured(samples, text, figures)
            if teacher in speakers and name != teacher:
                taught = speakers[teacher].samples(text)
                figures |= judging.compared(samples, taught)
                if name in timed:
                    figures |= judging.compared(timed[name].samples(text), taught, timed_alike=True)
                figures["speaker_likeness"] = likeness(figures, speakers[teacher].figures(text))
            kept.keep(text, figures)


def likeness(figures, taught):
    """The product of two embeddings, 1 for the same voice; None where one is missing."""
    if not figures.get("speaker") or not taught.get("speaker"):
        return None
    return sum(one * other for one, other in zip(figures["speaker"], taught["speaker"]))
