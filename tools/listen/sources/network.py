"""The network alone, in PyTorch or ONNX Runtime, with the phonemes that the program says a text has."""
import json
import pathlib
import sys
import time
import zlib

import numpy as np

from .. import repository, sound
from . import Speech

MOST_PHONEMES = 510
_CUT_BEHIND = ("!.?…", ":;", ",—", " ")


def chunks(phonemes):
    """Pieces of at most 510 phonemes, cut behind the strongest mark that lies in them, as the reference cuts."""
    while len(phonemes) > MOST_PHONEMES:
        places = (max(phonemes.rfind(mark, 0, MOST_PHONEMES) for mark in marks) for marks in _CUT_BEHIND)
        place = next((place for place in places if place > 0), MOST_PHONEMES - 1)
        yield phonemes[:place + 1].strip()
        phonemes = phonemes[place + 1:].strip()
    if phonemes:
        yield phonemes


class _Network:
    """Paragraph by paragraph, with nothing between: the silence is the model's own."""

    def __init__(self, described, real):
        self.name, self._described = described.name, described
        self._voices = pathlib.Path(described.settings.get("voices", real / "models" / "full" / "voices"))
        config = pathlib.Path(described.settings.get("config", real / "models" / "full" / "config.json"))
        self._vocabulary = json.loads(config.read_text(encoding="utf-8"))["vocab"]
        self._packs = {}

    def _style(self, voice, row):
        import torch
        if voice not in self._packs:
            self._packs[voice] = torch.load(self._voices / f"{voice}.pt", weights_only=True)
        return self._packs[voice][row]

    def speak(self, text, durations=None):
        """durations: those of another speech of the same text; None lets the network choose."""
        sounds, taken, joins = [], [], []
        start = time.perf_counter()
        pieces = [piece for paragraph in text.phonemes.split("\n") for piece in chunks(paragraph)]
        for index, piece in enumerate(pieces):
            ids = [0, *(self._vocabulary[symbol] for symbol in piece if symbol in self._vocabulary), 0]
            style = self._style(self._described.voice(text), len(piece) - 1)
            samples, frames = self.run(ids, style, zlib.crc32(f"{text.name}/{index}".encode()),
                                       durations[index] if durations else None)
            sounds.append(samples)
            taken.append(frames)
            joins.append(sum(map(len, sounds)) / sound.RATE)
        speech = Speech(np.concatenate(sounds), time.perf_counter() - start, joins=joins[:-1])
        speech.durations = taken if all(frames is not None for frames in taken) else None
        return speech

    def close(self):
        pass


class Reference(_Network):
    """Settings: model, config, voices; threads."""

    def __init__(self, described, real):
        super().__init__(described, real)
        import torch
        sys.path.insert(0, str(repository.TOOLS))
        from reference import network, package, stages
        torch.set_num_threads(int(described.settings.get("threads", "2")))
        config = described.settings.get("config", real / "models" / "full" / "config.json")
        weights = described.settings.get("model", real / "models" / "full" / "kokoro-v1_0.pth")
        self._forward = stages.forward
        self._model = network.build(package.load(), network.load_config(config), str(weights))

    def run(self, ids, style, seed, durations):
        audio, taken = self._forward(self._model, ids, style, noise_seed=seed, durations=durations)
        return audio.numpy(), taken.tolist()


class Onnx(_Network):
    """Settings: model (an export with the inputs tokens, style, speed), voices; threads."""

    def __init__(self, described, real):
        super().__init__(described, real)
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(described.settings.get("threads", "2"))
        self._session = onnxruntime.InferenceSession(str(described.settings.get("model", real / "kokoro-v1.0.int8.onnx")),
                                                     options, providers=["CPUExecutionProvider"])

    def run(self, ids, style, seed, durations):
        if durations is not None:
            raise ValueError("ONNX exports choose the durations themselves")
        (audio,) = self._session.run(["audio"], {"tokens": np.array([ids], np.int64), "style": style.numpy().reshape(1, -1),
                                                 "speed": np.ones(1, np.float32)})
        return audio.reshape(-1), None
