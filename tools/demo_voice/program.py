"""`kokoro say` from Python."""
import os
import pathlib
import subprocess
import time

import wav


class Program:
    def __init__(self, binary, folder, export=None):
        """`export`: a folder with model.safetensors, config.json and voices/; None for the voices inside the program."""
        self._binary, self._folder, self._export = pathlib.Path(binary).resolve(), pathlib.Path(folder), export
        self._folder.mkdir(parents=True, exist_ok=True)

    def _command(self, voice):
        command = [self._binary, "say", "--quiet", "--plain", "--seed", "1", "--threads", "1"]
        if self._export is None:
            return command + ["--voice", voice.program_name]
        weights = next(path for path in (self._export / "model.safetensors", self._export / "model.pth") if path.exists())
        pack = self._export / "voices" / f"{voice.name}.pt"
        return command + ["--model", weights, "--config", self._export / "config.json", "--voice", pack, "--lang", "en-gb" if voice.british else "en-us"]

    def _run(self, voice, text, output):
        environment = dict(os.environ, KOKORO_HOME=str(self._folder / "home"))
        subprocess.run([str(part) for part in self._command(voice) + ["-o", output, text]], check=True, env=environment)

    def say(self, voice, text, name):
        """float samples at 24 kHz; kept as FOLDER/NAME.wav"""
        path = self._folder / f"{name}.wav"
        self._run(voice, text, path)
        samples, rate = wav.read(path)
        if rate != 24000:
            raise ValueError(f"{path} has {rate} samples a second; expected 24000")
        return samples

    def timed(self, voice, text):
        """(seconds that one run took, seconds of speech)"""
        start = time.perf_counter()
        samples = self.say(voice, text, "timed")
        return time.perf_counter() - start, len(samples) / 24000
