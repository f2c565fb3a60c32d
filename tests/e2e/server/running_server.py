"""A running `kokoro serve`: the real program, KOKORO_BIN or build/release/bin/kokoro."""

import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
LONG = "This sentence is one of many that make a long text for the server to read aloud. " * 60
PROGRAM = os.environ.get("KOKORO_BIN", str(ROOT / "build" / "release" / "bin" / "kokoro"))
PATIENCE_S = 120  # how long a condition may take; a model from a cold disk needs more than ten seconds


class Server:
    """One `kokoro serve` on a port of its own, with the voices that are built in."""

    def __init__(self, home, *arguments, environment=None, host="127.0.0.1", **options):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KOKORO_")} | (environment or {})
        environment["KOKORO_HOME"] = str(home)
        self.home = home
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--host", host, "--port", "0", *arguments],
            stderr=subprocess.PIPE, text=True, env=environment, **options)
        self.lines = []
        self.url = None
        for line in self.process.stderr:
            self.lines.append(line)
            found = re.search(r"https?://([\d.]+):(\d+)", line)
            if found:
                self.url, self.host, self.port = found[0], found[1], int(found[2])
                break
        assert self.url, f"no URL, exit code {self.process.wait()}: {''.join(self.lines)}"
        # The pipe is read to its end, or the program would stop at a full one.
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=120)

    def socket(self):
        return socket.create_connection((self.host, self.port), timeout=120)

    def request(self, method, path, body=None, headers=None):
        """Status, headers, body of one request on a connection of its own."""
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def get_json(self, path):
        status, _, body = self.request("GET", path)
        return status, json.loads(body)

    def speak(self, **fields):
        return self.request("POST", "/v1/audio/speech", json.dumps(fields), {"Content-Type": "application/json"})

    def health(self):
        return self.get_json("/health")[1]

    def wait_until(self, condition):
        """Asks /health until the condition holds, and fails where that never happens."""
        end = time.monotonic() + PATIENCE_S
        while not condition(health := self.health()):
            assert time.monotonic() < end, f"still {health}"
        return health

    def wait_for_line(self, pattern):
        """Until the log has a line that matches. It is written by then: asking /health gives it time to be read."""
        end = time.monotonic() + PATIENCE_S
        while not any(re.search(pattern, line) for line in self.lines):
            assert time.monotonic() < end, f"no line with {pattern!r} in {''.join(self.lines)}"
            self.request("GET", "/health")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(120)


def send_speech(server, **fields):
    """A connection that has asked for speech and read nothing of it."""
    connection = server.connect()
    connection.request("POST", "/v1/audio/speech", json.dumps(fields), {"Content-Type": "application/json"})
    return connection
