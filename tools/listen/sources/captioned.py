"""A text over /dev/captioned_speech, chunk by chunk: samples, word times, and where chunks meet."""
import base64
import http.client
import json
import time
import urllib.parse

import numpy as np

from . import Speech


def pieces(url, body, timeout_s=600):
    """Yields each line's object and the seconds since the request was sent. RuntimeError if the server refuses."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout_s)
    start = time.perf_counter()
    try:
        connection.request("POST", "/dev/captioned_speech", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{url}: {response.status} {response.read(300).decode(errors='replace')}")
        while line := response.readline():
            if line.strip():
                yield json.loads(line), time.perf_counter() - start
    finally:
        connection.close()


def speak(url, text, voice, seed=1, **fields):
    body = {"input": text.text, "voice": voice, "lang_code": text.language, "response_format": "pcm", "seed": seed, **fields}
    sounds, captions, joins, first, last, samples = [], [], [], None, 0.0, 0
    for piece, last in pieces(url, body):
        sound = np.frombuffer(base64.b64decode(piece["audio"]), "<i2").astype(np.float32) / 32768
        captions += [(word["word"], word["start_time"], word["end_time"]) for word in piece["timestamps"]]
        if len(sound):
            first = last if first is None else first
            sounds.append(sound)
            samples += len(sound)
            joins.append(samples / 24000)
    if not sounds:
        raise RuntimeError(f"{url}: no sound for {text.name}")
    return Speech(np.concatenate(sounds), last, first, captions, joins[:-1])
