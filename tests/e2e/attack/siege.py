"""All attacks at once from eight addresses beside four honest listeners, for script/soak attack."""

import random
import re
import socket
import tempfile
import threading
import time

import attacks
from running_server import LONG, Server

LISTENERS = 4
ATTACKERS = [f"127.0.1.{i}" for i in range(1, 9)]
MEMORY_MB = 1024
TIMES_IDLE = 3
LONGEST_STALL_S = 0.25
IDLE_ROUNDS = 40
BYTES_PER_S = 48_000


def read_a_while(connection, seconds):
    """Takes what comes of an answer for so long, then leaves."""
    end = time.monotonic() + seconds
    connection.sock.settimeout(1)
    try:
        response = connection.getresponse()
        while time.monotonic() < end and response.read(BYTES_PER_S):
            pass
    except (OSError, TimeoutError):
        pass
    finally:
        connection.close()


def whole(server, address, random_source):
    attacks.ask(server, attacks.pauses(random_source.choice([64, 8300]), stream=False,
                                       response_format=random_source.choice(["pcm", "mp3"])), address=address)


def bodies(server, address, random_source):
    """Bodies that do not end."""
    head = (b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 2000000\r\n\r\n")
    sockets = []
    for _ in range(50):
        one = socket.create_connection((server.host, server.port), source_address=(address, 0))
        one.sendall(head + b" " * random_source.randrange(50_000))
        sockets.append(one)
    time.sleep(2)
    for one in sockets:
        one.close()


def speech_of(body):
    def send(server, address, random_source):
        read_a_while(attacks.send_json(server, body, address=address), random_source.uniform(0.1, 5))
    return send


ATTACKS = [speech_of(attacks.large_lexicon()), speech_of(attacks.halves()), speech_of(attacks.pauses()),
           speech_of(attacks.mixes()), speech_of(attacks.many_keys()),
           speech_of('{"input":"' + "a-" * 50_000 + '","lang_code":"zh"}'), whole, bodies]


class Attacker(threading.Thread):
    """One of several threads of an address; what is wrong with its own requests is no fault of the server."""

    def __init__(self, server, address, stop, seed):
        super().__init__(daemon=True)
        self.server, self.address, self.stop, self.random = server, address, stop, random.Random(seed)
        self.count = 0

    def run(self):
        while not self.stop.is_set():
            try:
                self.random.choice(ATTACKS)(self.server, self.address, self.random)
                self.count += 1
            except (OSError, attacks.http.client.HTTPException):
                pass


class Listener(threading.Thread):
    """Hears a long text at its own speed, again and again, and notes how long it had nothing to hear."""

    def __init__(self, server, address, stop):
        super().__init__(daemon=True)
        self.server, self.address, self.stop = server, address, stop
        self.longest_stall_s, self.heard_s, self.refused = 0.0, 0.0, 0

    def run(self):
        while not self.stop.is_set():
            connection = attacks.send_json(self.server, {"input": LONG, "response_format": "pcm"}, address=self.address)
            response = connection.getresponse()
            if response.status != 200:
                self.refused += 1
                connection.close()
                time.sleep(1)
                continue
            self.hear(response)
            connection.close()

    def hear(self, response):
        begin, heard = None, 0
        while not self.stop.is_set() and (piece := response.read1(BYTES_PER_S)):
            now = time.monotonic()
            begin = begin or now
            self.longest_stall_s = max(self.longest_stall_s, now - begin - heard / BYTES_PER_S)
            heard += len(piece)
            # Half a second ahead of what it hears.
            time.sleep(max(0.0, begin + heard / BYTES_PER_S - 0.5 - time.monotonic()))
        self.heard_s += heard / BYTES_PER_S


def run(minutes):
    with tempfile.TemporaryDirectory() as home:
        server = Server(home, "--max-memory-mb", str(MEMORY_MB // 2))
        try:
            complaints = besiege(server, minutes)
        finally:
            code = server.stop()
            server.reader.join(60)
    errors = [line for line in server.lines if re.search(r"\b(error|critical)\b", line, re.I)]
    if errors:
        complaints.append(f"{len(errors)} errors in the log, such as {errors[0]!r}")
    if code != 0:
        complaints.append(f"exit code {code}")
    for complaint in complaints:
        print(f"soak: {complaint}")
    return 1 if complaints else 0


def besiege(server, minutes):
    attacks.first_audio_s(server)
    idle = attacks.waits_of(lambda: attacks.first_audio_s(server), IDLE_ROUNDS)
    print(f"soak: first audio of an idle server: median {idle[len(idle) // 2]:.3f} s, slowest {idle[-1]:.3f} s", flush=True)
    stop = threading.Event()
    listeners = [Listener(server, f"127.0.2.{i + 1}", stop) for i in range(LISTENERS)]
    attackers = [Attacker(server, address, stop, seed) for seed in range(4) for address in ATTACKERS]
    for thread in listeners + attackers:
        thread.start()
    waits, end = [], time.monotonic() + 60 * minutes
    with attacks.watched_memory(server) as most:
        while time.monotonic() < end:
            wait = attacks.first_audio_s(server, address="127.0.3.1")
            waits.append(float("inf") if wait is None else wait)
            time.sleep(0.2)
    stop.set()
    for thread in listeners + attackers:
        thread.join(60)
    waits.sort()
    slow = waits[min(len(waits) - 1, int(0.99 * len(waits)))]
    stall = max(listener.longest_stall_s for listener in listeners)
    print(f"soak: {sum(attacker.count for attacker in attackers)} attacks, {len(waits)} sentences beside them: first audio "
          f"median {waits[len(waits) // 2]:.3f} s, p99 {slow:.3f} s ({slow / idle[-1]:.2f} times idle); longest stall "
          f"{stall:.3f} s in {sum(listener.heard_s for listener in listeners):.0f} s heard; at most {most[0]:.0f} MB", flush=True)
    complaints = []
    if slow > TIMES_IDLE * idle[-1]:
        complaints.append(f"first audio p99 is more than {TIMES_IDLE} times that of an idle server")
    if stall > LONGEST_STALL_S:
        complaints.append(f"a listener had nothing to hear for {stall:.2f} s")
    if any(listener.refused for listener in listeners):
        complaints.append("an honest listener was refused")
    if most[0] > MEMORY_MB:
        complaints.append(f"{most[0]:.0f} MB are more than {MEMORY_MB}")
    return complaints
