"""From weights as an export has them, weight norm folded, to the tensors of the published checkpoint."""
import re

import numpy as np

UNUSED = {("bert", "module.pooler.weight"), ("bert", "module.pooler.bias")}  # no export has them: nothing reads them


def read_listing(path):
    """[(group, name, shape)] of lines group TAB name TAB [shape]."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [(group, name, tuple(int(size) for size in re.findall(r"\d+", shape))) for group, name, shape in rows]


def split_weight_norm(weight):
    """(weight_g, weight_v) that fold to `weight`, and how many rows of it are nothing at all.

    Such rows, which a scale for the whole convolution has rounded away, would fold to 0 * 0 / 0: they get v = 1, g = 0.
    """
    norms = np.sqrt((weight.astype(np.float64) ** 2).reshape(len(weight), -1).sum(1)).astype(np.float32)
    norms = norms.reshape(-1, *[1] * (weight.ndim - 1))
    return norms, np.where(norms == 0, np.float32(1), weight), int(np.count_nonzero(norms == 0))


def tensors(found, listing):
    """({group: {name: array}} in the order of `listing`, {weight: rows that are nothing}).

    ValueError where a tensor is missing, has another shape or is not finite.
    """
    groups, empty = {}, {}
    for group, name, shape in listing:
        folded = re.sub(r"weight_[gv]$", "weight", name)
        if (group, name) in UNUSED:
            array = np.zeros(shape, np.float32)
        elif (group, folded) not in found:
            raise ValueError(f"{group} {name}: not in the export")
        elif name == folded:
            array = found[group, name]
        else:
            gain, direction, nothing = split_weight_norm(found[group, folded])
            array = gain if name.endswith("_g") else direction
            if nothing:
                empty[f"{group} {folded}"] = nothing
        if array.shape != shape:
            raise ValueError(f"{group} {name}: shape {array.shape} where {shape} is published")
        if not np.isfinite(array).all():
            raise ValueError(f"{group} {name}: not finite")
        groups.setdefault(group, {})[name] = np.ascontiguousarray(array, np.float32)
    return groups, empty
