"""Runs the real program: its path comes from KOKORO_BIN, by default build/release/bin/kokoro."""

import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("KOKORO_BIN", REPOSITORY / "build/release/bin/kokoro"))


class Kokoro:
    """The program with an empty data directory and nothing of the user's environment but PATH."""

    def __init__(self, folder, user_folder):
        self.home = folder / "home"
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(user_folder), "KOKORO_HOME": str(self.home)}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def command(self, *arguments):
        return [str(PROGRAM), *map(str, arguments)]

    def __call__(self, *arguments, stdin=b"", environment=None, stdout=subprocess.PIPE, timeout=60):
        if isinstance(stdin, str):
            stdin = stdin.encode()
        return subprocess.run(
            self.command(*arguments),
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            timeout=timeout,
            check=False,
        )


@pytest.fixture
def kokoro(tmp_path, tmp_path_factory):
    assert PROGRAM.is_file(), f"{PROGRAM} is not built: set KOKORO_BIN"
    # Apart, because the sound libraries below espeak-ng leave folders there.
    return Kokoro(tmp_path, tmp_path_factory.mktemp("user"))
