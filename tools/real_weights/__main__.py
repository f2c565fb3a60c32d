"""Writes a published checkpoint from the quantised export, or voice packs from a table of them.

    python3 tools/real_weights checkpoint kokoro-v1.0.int8.onnx kokoro-v1_0.pth
    python3 tools/real_weights voices voices_ja.npz FOLDER
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import numpy as np
from real_weights import graph, published, torch_file

LISTING = pathlib.Path(__file__).resolve().parents[1] / "data" / "parameters-v1_0.txt"


def write_checkpoint(source, target):
    groups, empty = published.tensors(graph.Graph.read(source).tensors(), published.read_listing(LISTING))
    torch_file.write(groups, target, pathlib.Path(target).stem)
    arrays = [array for group in groups.values() for array in group.values()]
    print(f"{target}: {len(arrays)} tensors, {sum(array.size for array in arrays)} parameters, "
          f"{sum(empty.values())} rows that the export has rounded to nothing")


def write_voices(source, folder):
    with np.load(source) as table:
        for name in table.files:
            torch_file.write(table[name], pathlib.Path(folder) / f"{name}.pt", name)
        print(f"{folder}: {', '.join(table.files)}")


def main():
    commands = {"checkpoint": write_checkpoint, "voices": write_voices}
    if len(sys.argv) != 4 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
