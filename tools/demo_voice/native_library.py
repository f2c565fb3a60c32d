"""native.cpp compiled for this machine, in the folder build."""
import ctypes
import functools
import hashlib
import os
import pathlib
import subprocess
import tempfile

_SOURCE = pathlib.Path(__file__).with_name("native.cpp")
_FLAGS = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -fPIC -std=c++20".split()


@functools.cache
def library():
    """The compiled functions, or None without g++."""
    source = _SOURCE.read_bytes()
    cpu = next((line for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), "")
    name = f"kokoro-demo-voice-{hashlib.sha256(source + ' '.join(_FLAGS).encode() + cpu.encode()).hexdigest()[:16]}.so"
    path = _SOURCE.parents[2] / "build" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            compiled, made = os.path.join(folder, "native.o"), os.path.join(folder, "native.so")
            try:
                subprocess.run(["g++", *_FLAGS, "-c", str(_SOURCE), "-o", compiled], check=True)
                # Linked without -ffast-math, which would make whoever loads the library round small numbers to nothing.
                subprocess.run(["g++", "-shared", compiled, "-o", made], check=True)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"training without native.cpp ({error}); it will be slower", flush=True)
                return None
            os.replace(made, path)
    return ctypes.CDLL(str(path))
