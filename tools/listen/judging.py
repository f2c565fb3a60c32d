"""All figures of one sound, kept beside it, so that what was judged once is not judged again."""
import json

from . import sound
from .measures import captions, joins, level, marks, mel, melody, pauses

LONGEST_ALIGNED_S = 20  # a longer sound's alignment would take a minute


def measured(samples, text, figures):
    """The figures that need no network. `figures`: those that speaking and the recogniser have left."""
    found = level.measure(samples)
    found["seconds_of_speech"] = len(samples) / sound.RATE
    if times := figures.get("times"):
        placed = marks.mark_times(text.text, times)
        found["pauses"] = pauses.measure(samples, placed)
        found["at_join"], found["inside"] = joins.places(samples, placed, figures.get("joins") or [])
        if figures.get("captions"):
            found["caption_late_s"] = captions.differences(figures["captions"], times, text.code)
    return found


def compared(samples, teacher, timed_alike=False):
    """Figures of a sound beside a teacher's: mel distance along the best alignment, melody.

    timed_alike: both have the same durations, so that frames answer to each other as they are.
    """
    if max(len(samples), len(teacher)) > LONGEST_ALIGNED_S * sound.RATE:
        return {}
    one, other = mel.levelled(samples), mel.levelled(teacher)
    if timed_alike:
        return {"mel_timed_db": mel.distance(one, other)}
    pairs = mel.path(one, other)
    pitch, taught = melody.track(samples), melody.track(teacher)
    spread, wanted = melody.spread(pitch), melody.spread(taught)
    found = {"mel_db": mel.distance_along(one, other, pairs), "f0_correlation": melody.correlation(pitch, taught, pairs)}
    if spread and wanted:
        found |= {"f0_deviation": spread[0], "f0_range": spread[1], "f0_deviation_ratio": spread[0] / max(wanted[0], 1e-9)}
    return {name: value for name, value in found.items() if value is not None}


class Kept:
    """Sounds and figures of one speaker in a folder: NAME.wav and NAME.json."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def wav(self, text):
        return self.folder / f"{text.name}.wav"

    def figures(self, text):
        """{} for a text that was not spoken yet, or of which something else was said."""
        path = self.folder / f"{text.name}.json"
        if not path.exists():
            return {}
        figures = json.loads(path.read_text(encoding="utf-8"))
        return figures if figures["text"] == text.text else {}

    def keep(self, text, figures):
        path = self.folder / f"{text.name}.json"
        path.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")

    def samples(self, text):
        return sound.read(self.wav(text))
