"""Writes what torch.save writes, for arrays in dictionaries, without PyTorch."""
import io
import pickle
import struct
import sys
import types
import zipfile
from collections import OrderedDict
from unittest import mock

import numpy as np

_ALIGNMENT = 64


def _stand_ins():
    """Modules of the names that a pickled tensor refers to, and the two objects in them."""
    rebuild = types.FunctionType((lambda: None).__code__, {}, "_rebuild_tensor_v2")
    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    storage = type("FloatStorage", (), {"__module__": "torch"})
    torch, inner = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch.FloatStorage, torch._utils, inner._rebuild_tensor_v2 = storage, inner, rebuild
    return {"torch": torch, "torch._utils": inner}, rebuild, storage


class _Stored:
    """Stands for a tensor's storage."""

    def __init__(self, array):
        self.array = array


def _pickled(content):
    """(pickle, arrays in the order of their storages) of a tree of dictionaries with float32 arrays as leaves."""
    modules, rebuild, storage = _stand_ins()
    arrays = []

    class Tensor:
        def __init__(self, array):
            self.array = np.ascontiguousarray(array, "<f4")

        def __reduce__(self):
            strides = tuple(size // 4 for size in self.array.strides)
            return rebuild, (_Stored(self.array), 0, self.array.shape, strides, False, OrderedDict())

    class Pickler(pickle._Pickler):
        def persistent_id(self, value):
            if not isinstance(value, _Stored):
                return None
            arrays.append(value.array)
            return "storage", storage, str(len(arrays) - 1), "cpu", value.array.size

    def wrapped(value):
        return OrderedDict((key, wrapped(part)) for key, part in value.items()) if isinstance(value, dict) else Tensor(value)

    buffer = io.BytesIO()
    with mock.patch.dict(sys.modules, modules):
        Pickler(buffer, protocol=2).dump(wrapped(content))
    return buffer.getvalue(), arrays


def write(content, path, stem):
    """`content`: an array, or dictionaries of arrays. `stem`: the folder inside the archive."""
    pickled, arrays = _pickled(content)
    with open(path, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        def record(name, data):
            info = zipfile.ZipInfo(f"{stem}/{name}")
            padding = -(file.tell() + 30 + len(info.filename.encode()) + 4) % _ALIGNMENT
            info.extra = struct.pack("<2sH", b"FB", padding) + b"Z" * padding
            archive.writestr(info, data)

        record("data.pkl", pickled)
        record("byteorder", b"little")
        for index, array in enumerate(arrays):
            record(f"data/{index}", array.tobytes())
        record("version", b"3\n")
