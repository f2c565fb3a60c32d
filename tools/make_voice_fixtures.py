#!/usr/bin/env python3
"""Writes the small voice packs and checkpoints that the unit tests and fuzz corpora read.

Needs PyTorch and NumPy (Debian: python3-torch, python3-numpy). Apart from the old formats, each run writes the
same bytes. A pack's value at row r and column c is r % 8 + c / 16, which is exact in all the formats.
"""
import collections
import json
import os
import pathlib
import struct
import warnings
import zipfile

import numpy
import torch

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parent.parent
VOICES = ROOT / "tests/data/voices"
CHECKPOINTS = ROOT / "tests/data/checkpoints"
WIDTH = 8
PICKLES = ROOT / "fuzz/corpus/unpickler"
GROUPS = ("bert", "bert_encoder", "predictor", "decoder", "text_encoder")


def pack(rows: int, width: int = WIDTH) -> torch.Tensor:
    row = torch.arange(rows).remainder(8).float()[:, None]
    return (row + torch.arange(width).float()[None, :] / 16)[:, None, :].contiguous()


def write_voices() -> None:
    good = VOICES / "good"
    bad = VOICES / "bad"
    for folder in (good, bad):
        folder.mkdir(parents=True, exist_ok=True)
    six = pack(6)
    torch.save(six, good / "plain.pt")
    torch.save(pack(7)[1:], good / "later_rows.pt")
    torch.save(pack(7)[:-1], good / "earlier_rows.pt")
    torch.save(six[:, 0].t().contiguous().t(), good / "strided.pt")
    torch.save(six.half(), good / "half.pt")
    torch.save(six.bfloat16(), good / "bfloat16.pt")
    torch.save(six.double(), good / "double.pt")
    torch.save(torch.nn.Parameter(six), good / "parameter.pt")
    torch.save(six, good / "protocol4.pt", pickle_protocol=4)
    torch.save(pack(511), good / "v0_19.pt")
    array = six.numpy()
    array.tofile(good / "raw.bin")
    numpy.save(good / "array.npy", array)
    numpy.save(good / "fortran.npy", numpy.asfortranarray(array[:, 0]))
    numpy.save(good / "half_array.npy", array.astype("<f2"))
    numpy.save(good / "double_array.npy", array.astype("<f8"))
    with open(good / "version2.npy", "wb") as file:
        numpy.lib.format.write_array(file, array, version=(2, 0))
    # An archive whose voice "plain" loses against plain.pt of the same folder: its values differ.
    numpy.savez(good / "stored.npz", stored_voice=array, plain=array + 100)
    numpy.savez_compressed(good / "packed.npz", packed_voice=array)

    with_nan = six.clone()
    with_nan[2, 0, 3] = float("nan")
    torch.save(with_nan, bad / "nan.pt")
    with_infinity = array.copy()
    with_infinity[5, 0, 7] = numpy.inf
    numpy.save(bad / "infinite.npy", with_infinity)
    torch.save(pack(6, 9), bad / "wide.pt")
    torch.save(torch.zeros(WIDTH), bad / "vector.pt")
    torch.save(torch.zeros(2, 3, WIDTH), bad / "layers.pt")
    torch.save(torch.zeros(0, 1, WIDTH), bad / "no_rows.pt")
    torch.save(torch.zeros(6, WIDTH).long(), bad / "integers.pt")
    torch.save({"voice": six}, bad / "dict.pt")
    torch.save(six, bad / "old_format.pt", _use_new_zipfile_serialization=False)
    numpy.save(bad / "big_endian.npy", array.astype(">f4"))
    numpy.save(bad / "text.npy", numpy.array(["a", "b"]))
    (bad / "cut.bin").write_bytes(array.tobytes()[:-5])
    with open(bad / "archive.pt", "wb") as file:
        numpy.savez(file, voice=array)


def groups(convert=lambda tensor: tensor, container=collections.OrderedDict, prefix="module."):
    out = {}
    for g, group in enumerate(GROUPS):
        state = container()
        state[prefix + "layer.weight"] = convert(torch.arange(6).float().reshape(2, 3) + 10 * g)
        state[prefix + "layer.bias"] = convert(torch.arange(3).float() / 4 - g)
        out[group] = state
    return out


def with_metadata(checkpoint):
    for state in checkpoint.values():
        state._metadata = collections.OrderedDict([("", {"version": 1}), ("layer", {"version": 1})])
    return checkpoint


def shared_storages():
    """Plain dicts whose tensors are views of one storage."""
    everything = torch.cat([t.reshape(-1) for state in groups().values() for t in state.values()])
    out, at = {}, 0
    for group, state in groups().items():
        out[group] = {}
        for name, tensor in state.items():
            out[group][name] = everything[at:at + tensor.numel()].view(tensor.shape)
            at += tensor.numel()
    return out


def write_safetensors(path, checkpoint, dtype="F32", numpy_type="<f4") -> None:
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for group, state in checkpoint.items():
        for name, tensor in state.items():
            array = tensor.numpy().astype(numpy_type)
            header[f"{group}.{name}"] = {"dtype": dtype, "shape": list(array.shape),
                                         "data_offsets": [len(data), len(data) + array.nbytes]}
            data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


class RunsCode:
    """Unpickled without restrictions, it would call os.system."""

    def __reduce__(self):
        return os.system, ("true",)


def write_checkpoints() -> None:
    good = CHECKPOINTS / "good"
    bad = CHECKPOINTS / "bad"
    for folder in (good, bad):
        folder.mkdir(parents=True, exist_ok=True)
    torch.save(with_metadata(groups()), good / "v1_0.pth")
    torch.save(shared_storages(), good / "shared.pth")
    torch.save({"net": with_metadata(groups())}, good / "v0_19.pth")
    torch.save(groups(torch.Tensor.half), good / "half.pth")
    torch.save(groups(torch.Tensor.bfloat16), good / "bfloat16.pth")
    torch.save(groups(), good / "protocol4.pth", pickle_protocol=4)
    write_safetensors(good / "v1_0.safetensors", groups(prefix=""))
    write_safetensors(good / "module_half.safetensors", groups(), "F16", "<f2")

    torch.save({"model": groups()["bert"], "optimizer": {"lr": 0.1}, "step": 3}, bad / "training_state.pth")
    torch.save({name: state for name, state in groups().items() if name != "decoder"}, bad / "no_decoder.pth")
    torch.save(groups(), bad / "old_format.pth", _use_new_zipfile_serialization=False)
    torch.save({**groups(), "bert": RunsCode()}, bad / "runs_code.pth")
    torch.save({**groups(), "bert": {"step": 3}}, bad / "number_in_group.pth")
    torch.save({**groups(), "bert": [1, 2]}, bad / "list_as_group.pth")
    twice = groups()
    twice["bert"]["layer.bias"] = torch.zeros(3)
    torch.save(twice, bad / "name_twice.pth")
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), str(bad / "torchscript.pth"))
    write_safetensors(bad / "integers.safetensors", groups(), "I32", "<i4")
    write_safetensors(bad / "wrong_size.safetensors", groups(), "F64", "<f4")
    (bad / "page.pth").write_text("<!DOCTYPE html><title>404</title>\n")
    (bad / "empty.pth").write_bytes(b"")


def write_pickles() -> None:
    """The programs inside the files, for the fuzz harness that runs them alone."""
    PICKLES.mkdir(parents=True, exist_ok=True)
    for path in sorted([*VOICES.glob("*/*.pt"), *CHECKPOINTS.glob("*/*.pth")]):
        if not zipfile.is_zipfile(path):
            continue
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith("/data.pkl"):
                    (PICKLES / f"{path.stem}.pkl").write_bytes(archive.read(name))


if __name__ == "__main__":
    torch.manual_seed(0)
    write_voices()
    write_checkpoints()
    write_pickles()
