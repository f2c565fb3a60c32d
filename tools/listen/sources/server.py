"""Any server with OpenAI's speech endpoint."""
import io
import json
import time
import urllib.error
import urllib.request
import wave

import numpy as np

from .. import sound
from . import Speech, captioned


class Server:
    """Settings: model (kokoro), captioned (1: it has /dev/captioned_speech as this project's server has)."""

    def __init__(self, described):
        self.name, self._described, self._url = described.name, described, described.kind.rstrip("/")

    def speak(self, text):
        voice = self._described.voice(text)
        if self._described.settings.get("captioned") == "1":
            return captioned.speak(self._url, text, voice)
        body = {"model": self._described.settings.get("model", "kokoro"), "input": text.text, "voice": voice,
                "response_format": "wav"}
        request = urllib.request.Request(f"{self._url}/v1/audio/speech", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=600) as response:
                first = response.read(4096)
                first_s = time.perf_counter() - start
                data = first + response.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{self._url}: {error.code} {error.read(300).decode(errors='replace')}") from error
        return Speech(decoded(data), time.perf_counter() - start, first_s)

    def close(self):
        pass


def decoded(data):
    """Samples at 24 kHz of a 16-bit WAV, also of one whose header does not know the length."""
    with wave.open(io.BytesIO(data)) as file:
        rate, channels = file.getframerate(), file.getnchannels()
        if file.getsampwidth() != 2:
            raise RuntimeError("the server's WAV is not 16-bit")
        raw = file.readframes(min(file.getnframes(), len(data)))
    samples = np.frombuffer(raw[:len(raw) // (2 * channels) * 2 * channels], "<i2").astype(np.float32).reshape(-1, channels).mean(1) / 32768
    if rate != sound.RATE:
        from math import gcd

        from scipy.signal import resample_poly
        common = gcd(rate, sound.RATE)
        samples = resample_poly(samples, sound.RATE // common, rate // common).astype(np.float32)
    return samples
