"""native.cpp compiled for this machine, in the folder build."""
import ctypes
import functools
import hashlib
import os
import pathlib
import subprocess
import tempfile

_SOURCE = pathlib.Path(__file__).with_name("native.cpp")
_FLAGS = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -shared -fPIC -std=c++20".split()


@functools.cache
def library():
    """The compiled functions, or None without g++."""
    source = _SOURCE.read_bytes()
    cpu = next((line for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), "")
    name = f"kokoro-demo-voice-{hashlib.sha256(source + cpu.encode()).hexdigest()[:16]}.so"
    path = _SOURCE.parents[2] / "build" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".so", delete=False) as file:
            made = file.name
        try:
            subprocess.run(["g++", *_FLAGS, str(_SOURCE), "-o", made], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            os.unlink(made)
            print(f"training without native.cpp ({error}); it will be slower", flush=True)
            return None
        os.replace(made, path)
    return ctypes.CDLL(str(path))
