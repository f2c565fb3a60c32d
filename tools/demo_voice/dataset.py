"""Batches out of the shards that make_data.py wrote."""
import numpy as np
import torch

from features import FRAME, SAMPLE_RATE
from voices import VOICES


class Dataset:
    """The utterances of a split; with `part` of `parts` every parts-th shard only, so that ranks hold different ones.

    Whole utterances of a voice are drawn once more often for each time that it is named in `favoured`.
    """

    def __init__(self, folder, split, part=0, parts=1, shortest=20, longest=224, favoured=()):
        self._items, self._by_length = [], {}
        for index, voice in enumerate(VOICES):
            for path in sorted(folder.glob(f"{split}_{voice.name}_[0-9]*.npz"))[part::parts]:
                with np.load(path) as file:
                    shard = {key: file[key] for key in file.files}
                tokens, frames = np.cumsum(np.append(0, shard["tokens"])), np.cumsum(np.append(0, shard["frames"]))
                for i, length in enumerate(shard["frames"]):
                    if shortest <= length <= longest:
                        self._by_length.setdefault(int(length), []).extend([len(self._items)] * (1 + favoured.count(voice.name)))
                        self._items.append((index, shard, slice(tokens[i], tokens[i + 1]), frames[i], frames[i + 1], str(shard["text"][i])))
        if not self._items:
            raise FileNotFoundError(f"{folder} has no {split}_VOICE_SHARD.npz; make_data.py writes them")
        self._lengths = np.array(sorted(self._by_length))
        self._item_frames = np.array([item[4] - item[3] for item in self._items], float)

    def __len__(self):
        return len(self._items)

    def hours(self):
        return self._item_frames.sum() * FRAME / SAMPLE_RATE / 3600

    def whole(self, rng, frames):
        """About `frames` frames of utterances of one length, whole: instance norm sees what it will see in use."""
        weights = np.array([len(self._by_length[n]) * n for n in self._lengths], float)
        length = rng.choice(self._lengths, p=weights / weights.sum())
        pool = self._by_length[length]
        return self.batch(rng.choice(pool, max(1, min(len(pool), round(frames / length))), replace=False))

    def crops(self, rng, frames, length):
        """About `frames` frames of windows of `length` frames anywhere in the utterances."""
        fits = self._item_frames >= length
        chosen = rng.choice(len(self._items), max(1, round(frames / length)), p=fits * self._item_frames / (fits * self._item_frames).sum())
        return self.batch(chosen, [(int(rng.integers(0, self._item_frames[i] - length + 1)), length) for i in chosen])

    def of_voice(self, voice):
        return [i for i, item in enumerate(self._items) if item[0] == voice]

    def text(self, item):
        return self._items[item][5]

    def batch(self, chosen, windows=None):
        """Items, or windows [(first frame, frames)] of them, as tensors for Network.

        ids, durations [B, T], lengths, voice [B], keep [B, 1, T], frame_tokens [B, F], f0 (Hz), phase, energy [B, 2F],
        audio [B, F * FRAME].
        """
        items = [self._items[i] for i in chosen]
        windows = windows or [(0, int(items[0][4] - items[0][3]))] * len(items)
        count, longest, frames = len(items), max(item[2].stop - item[2].start for item in items), windows[0][1]
        batch = dict(ids=torch.zeros(count, longest, dtype=torch.long), durations=torch.zeros(count, longest),
                     lengths=torch.tensor([int(item[2].stop - item[2].start) for item in items]), voice=torch.tensor([item[0] for item in items]),
                     frame_tokens=torch.zeros(count, frames, dtype=torch.long), audio=torch.zeros(count, frames * FRAME),
                     **{key: torch.zeros(count, 2 * frames) for key in ("f0", "phase", "energy")})
        for row, ((_, shard, tokens, start, _, _), (first, _)) in enumerate(zip(items, windows)):
            size, durations = tokens.stop - tokens.start, shard["durations"][tokens].astype(np.int64)
            batch["ids"][row, :size] = torch.from_numpy(shard["ids"][tokens].astype(np.int64))
            batch["durations"][row, :size] = torch.from_numpy(durations).float()
            batch["frame_tokens"][row] = torch.from_numpy(np.repeat(np.arange(size), durations)[first:first + frames])
            start = int(start) + first
            for key in ("f0", "phase", "energy"):
                batch[key][row] = torch.from_numpy(shard[key][2 * start:2 * (start + frames)])
            batch["audio"][row] = torch.from_numpy(shard["audio"][start * FRAME:(start + frames) * FRAME].astype(np.float32) / 32768)
        batch["keep"] = (torch.arange(longest)[None] < batch["lengths"][:, None]).float()[:, None]
        return batch
