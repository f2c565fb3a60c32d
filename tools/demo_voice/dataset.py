"""Utterances out of the shards that make_data.py wrote; new shards are taken in while the training runs."""
import torch

from styles import style
from voices import VOICES

HELD_OUT = 2  # utterances of each worker's first shard: what a run is watched by


class Dataset:
    """All utterances of FOLDER/KIND in memory, the tensors as they were stored."""

    def __init__(self, folder, kind, needed="f0", leave_out=()):
        self._folder, self._needed, self._leave_out, self._seen = folder / kind, needed, leave_out, set()
        self.items, self.held_out = [], []
        self.refresh()
        if not self.items:
            raise SystemExit(f"{self._folder} has no shards yet; make_data.py writes them")

    def refresh(self):
        """Reads the shards that are new."""
        for path in sorted(self._folder.glob("*-[0-9]*.pt")):
            if path in self._seen:
                continue
            self._seen.add(path)
            for number, row in enumerate(torch.load(path)):
                if self._needed not in row:
                    continue
                for name in self._leave_out:
                    row.pop(name, None)
                first = path.stem.endswith("-00000") and number < HELD_OUT
                (self.held_out if first else self.items).append(row)

    def hours(self):
        return sum(len(row["f0"]) for row in self.items) / 80 / 3600

    def draw(self, rng, count, frames=None, longest=None):
        """`count` utterances of at most `longest` frames of 25 ms, or about `frames` frames, if that is fewer."""
        chosen = []
        for index in rng.permutation(len(self.items)):
            row = self.items[index]
            size = len(row["f0"]) // 2
            if longest and size > longest:
                continue
            if len(chosen) == count:
                break
            if chosen and frames and size > frames:
                break
            frames = frames and frames - size
            chosen.append(row)
        return chosen


def style_of(row):
    """[1, style_dim]"""
    return style(row["voice"], len(row["ids"]) - 2)[None]


def frame_tokens(row):
    """The token of each frame, [1, F]"""
    return torch.repeat_interleave(torch.arange(len(row["durations"])), row["durations"].long())[None]


def window(row, rng, frames, basis):
    """A stretch of at most `frames` frames of a sound utterance for the generator, in float32.

    -> (features [1, C, 2F] in the basis' coordinates, source [1, samples], spectrum [1, 22, 120 F + 1], audio [1, samples])
    """
    have = len(row["f0"]) // 2
    start = int(rng.integers(0, have - frames + 1)) if have > frames else 0
    first, last = 2 * start, 2 * min(have, start + frames)
    features = basis.project(row["features"][:, first:last].float())
    samples, steps = slice(300 * first, 300 * last), slice(60 * first, 60 * last + 1)
    return features[None], row["source"][None, samples].float(), row["spectrum"][None, :, steps].float(), row["audio"][None, samples].float()


class Basis:
    """Principal components of the teacher's decoder output: what the student's generator hears instead of it."""

    def __init__(self, state):
        self.mean, self.components, self.scale = state["mean"], state["components"], state["scale"]

    @classmethod
    def of(cls, rows, width):
        x = torch.cat([row["features"].float() for row in rows], 1)
        mean = x.mean(1, keepdim=True)
        values, vectors = torch.linalg.eigh((x - mean) @ (x - mean).t() / x.shape[1])
        kept = values[-width:].flip(0)
        print(f"{width} of {len(values)} components keep {float(kept.sum() / values.sum()):.4f} of the variance", flush=True)
        return cls(dict(mean=mean, components=vectors[:, -width:].flip(1).t().contiguous(), scale=kept.mean().sqrt()))

    def state(self):
        return dict(mean=self.mean, components=self.components, scale=self.scale)

    def project(self, features):
        """[512, 2F] -> [width, 2F], of mean square 1 over all coordinates"""
        return self.components @ (features - self.mean) / self.scale


def voice_names():
    return [voice.name for voice in VOICES]
