"""Who speaks. make() turns a description NAME=KIND,KEY=VALUE… into a speaker.

KIND: program (kokoro serve, started for it), reference (PyTorch), onnx (ONNX Runtime), or the URL of a server.
`voice.A=B` has the voice B speak what is A's. A speaker has `name`, `speak(text)` -> Speech, and `close()`.
"""
import dataclasses
import pathlib

import numpy as np


@dataclasses.dataclass
class Speech:
    samples: np.ndarray
    seconds: float                  # that it took
    first_s: float | None = None    # until the first sound, where it came in pieces
    captions: list | None = None    # [(word, start_s, end_s)]
    joins: list = dataclasses.field(default_factory=list)  # seconds at which one chunk ends and the next begins
    durations: list | None = None   # frames of each token, a list for each chunk


@dataclasses.dataclass
class Description:
    name: str
    kind: str
    settings: dict
    voices: dict

    def voice(self, text):
        return self.voices.get(text.voice, text.voice)


def describe(description):
    """Description of NAME=KIND,KEY=VALUE…; without NAME= the kind is the name. ValueError where it cannot be read."""
    head, *settings = description.split(",")
    name, equals, kind = head.partition("=")
    if "://" in name or not equals:
        name, kind = ("server" if "://" in head else head), head
    found = Description(name, kind, {}, {})
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"{description}: expected KEY=VALUE, not {setting!r}")
        if key.startswith("voice."):
            found.voices[key.removeprefix("voice.")] = value
        else:
            found.settings[key] = value
    return found


def make(described, real):
    """The speaker of a Description; `real`: the folder that script/real_weights makes. ValueError for unknown kinds."""
    from . import network, program, server
    real = pathlib.Path(real)
    if "://" in described.kind:
        return server.Server(described)
    kinds = {"program": program.Program, "reference": network.Reference, "onnx": network.Onnx}
    if described.kind not in kinds:
        raise ValueError(f"{described.kind}: expected one of {', '.join(kinds)}, or a URL")
    return kinds[described.kind](described, real)
