"""Places in the repository."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"
PROGRAM = ROOT / "build" / "release" / "bin" / "kokoro"
REAL = ROOT / "build" / "real"
OUTPUT = ROOT / "build" / "listen"
