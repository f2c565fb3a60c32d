"""What attackers send, and how an honest client fares beside them: for the tests, and for script/soak attack."""

import contextlib
import http.client
import itertools
import json
import pathlib
import socket
import threading
import time

ATTACKER = "127.0.0.66"  # an address of this machine, as are all of 127.0.0.0/8
HONEST = "127.0.0.1"
JSON = {"Content-Type": "application/json"}
SENTENCE = "The quick brown fox jumps over the lazy dog."


def connect(server, address=ATTACKER, timeout=120):
    return http.client.HTTPConnection(server.host, server.port, timeout=timeout, source_address=(address, 0))


def send_json(server, body, path="/v1/audio/speech", address=ATTACKER, headers=None):
    """A connection that has sent a request and read nothing."""
    connection = connect(server, address)
    connection.request("POST", path, body if isinstance(body, (bytes, str)) else json.dumps(body), JSON | (headers or {}))
    return connection


def ask(server, body, path="/v1/audio/speech", address=ATTACKER, headers=None):
    """Status, headers and body of one request."""
    connection = send_json(server, body, path, address, headers)
    try:
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def raw(server, data, address=ATTACKER, most=65536):
    """The answer to some bytes, as far as it came with the first read."""
    with socket.create_connection((server.host, server.port), timeout=60, source_address=(address, 0)) as connection:
        connection.sendall(data)
        return connection.recv(most)


def first_audio_s(server, address=HONEST, text=SENTENCE, **fields):
    """Seconds until an honest client hears the first of its sentence; nothing where it was refused."""
    begin = time.monotonic()
    connection = send_json(server, {"input": text, "response_format": "pcm"} | fields, address=address)
    try:
        response = connection.getresponse()
        if response.status != 200:
            return None
        response.read(1)
        taken = time.monotonic() - begin
        response.read()
        return taken
    finally:
        connection.close()


def waits_of(what, times):
    """What it returns, so many times, sorted; a refusal is longer than everything."""
    return sorted(float("inf") if (wait := what()) is None else wait for _ in range(times))


def health_s(server, address=HONEST):
    begin = time.monotonic()
    connection = connect(server, address)
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()
    return time.monotonic() - begin


def resident_mb(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(dict(line.split(":", 1) for line in status.splitlines())["VmRSS"].split()[0]) / 1024


@contextlib.contextmanager
def watched_memory(server):
    """The most that the server took while the block ran, in a list of one."""
    most, stop = [resident_mb(server)], threading.Event()

    def watch():
        while not stop.wait(0.02):
            most[0] = max(most[0], resident_mb(server))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        stop.set()
        thread.join()


@contextlib.contextmanager
def many(server, count, body, path="/v1/audio/speech", addresses=(ATTACKER,)):
    """So many connections that have sent a body and wait for what comes."""
    source = itertools.cycle(addresses)
    connections = [send_json(server, body, path, next(source)) for _ in range(count)]
    try:
        yield connections
    finally:
        for connection in connections:
            connection.close()


def large_lexicon(words=10_000):
    """Ways to write one word, each with 14 parts of speech."""
    parts = ["noun", "verb", "adjective", "adverb", "pronoun", "preposition", "determiner", "interjection",
             "VBD", "VBZ", "NNS", "JJR", "JJS", "RBR"]
    said = dict.fromkeys(parts, "a")
    letters = 14
    variants = ("".join("A" if number >> i & 1 else "a" for i in range(letters)) for number in range(words))
    return json.dumps({"input": "aaaaaaaaaaaaaa is a word.", "response_format": "pcm",
                       "lexicon": {word: said for word in variants}}, separators=(",", ":"))


def halves(characters=100_000):
    return json.dumps({"input": "½" * characters, "response_format": "pcm"})


def pauses(count=64, seconds=60, **fields):
    return json.dumps({"input": f"a[pause:{seconds}s]" * count, "response_format": "pcm"} | fields)


def many_keys(keys=200_000):
    return '{"input":"Hi.","x":{' + ",".join(f'"{i:x}":0' for i in range(keys)) + "}}"


def mixes(count=2_450):
    voices = ["af_heart", "af_bella", "am_adam", "bf_emma"]
    tags = (f"[voice:{voices[i % 4]}({i + 1})+{voices[(i + 1) % 4]}]a " for i in range(count))
    return json.dumps({"input": "".join(tags), "allow_voice_tags": True, "response_format": "pcm"})
