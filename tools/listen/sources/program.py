"""The program itself: one `kokoro serve` for all texts, on a free port of this machine."""
import os
import re
import subprocess
import threading

from .. import repository
from . import captioned


class Program:
    """Settings: binary (build/release/bin/kokoro), home (the data directory), arguments (more of them, parted by blanks)."""

    def __init__(self, described, real):
        self.name, self._described = described.name, described
        settings = described.settings
        binary = settings.get("binary", str(repository.PROGRAM))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KOKORO_")}
        environment["KOKORO_HOME"] = str(settings.get("home", real / "home"))
        command = [binary, "serve", "--host", "127.0.0.1", "--port", "0", *settings.get("arguments", "").split()]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        said = []
        for line in self._process.stderr:
            said.append(line)
            if found := re.search(r"http://[\d.]+:\d+", line):
                self.url = found[0]
                break
        else:
            raise RuntimeError(f"{binary} serve ended: {''.join(said)}")
        threading.Thread(target=self._process.stderr.read, daemon=True).start()

    def speak(self, text):
        return captioned.speak(self.url, text, self._described.voice(text))

    def close(self):
        self._process.terminate()
        self._process.wait()
