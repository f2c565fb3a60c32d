"""What bad and unlucky clients do to a server: for the tests in short, for script/soak at length."""

import json
import os
import resource
import signal
import socket
import time

from running_server import LONG

SMALL_BUFFER = 4096
ANSWER_BYTES = 200  # of an answer, for messages


def speech_request(**fields):
    body = json.dumps(fields).encode()
    return (b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)) + body


def raise_file_limit(wanted):
    """Lets this process (and those it starts) have so many files open; how many it really may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


def kill_clients(server, count, at_once=8):
    """Client processes that are killed with SIGKILL while they hear a long text."""
    for begin in range(0, count, at_once):
        children = [start_listening_child(server) for _ in range(min(at_once, count - begin))]
        for child, heard in children:
            answer = os.read(heard, ANSWER_BYTES)
            assert answer.startswith(b"HTTP/1.1 200"), f"a client heard nothing; it was answered {answer!r}"
            os.close(heard)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def start_listening_child(server):
    heard, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return child, heard
    try:  # nothing of the parent may run here but this
        refusals = 0  # a busy machine may have no room for another listener: it comes again
        while True:
            connection = socket.create_connection((server.host, server.port))
            connection.sendall(speech_request(input=LONG, response_format="pcm"))
            answer = connection.recv(ANSWER_BYTES)
            if not answer.startswith(b"HTTP/1.1 429"):
                break
            refusals += 1
            if refusals == 1:
                os.write(2, b"a client comes again after %r\n" % answer)
        os.write(tell, answer)
        while connection.recv(1000):
            pass
    finally:
        os._exit(0)


class SlowReaders:
    """Listeners that take one byte a second, or none, of a long text."""

    def __init__(self, server, count):
        self.sockets = []
        for _ in range(count):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            connection.connect((server.host, server.port))
            connection.sendall(speech_request(input=LONG, response_format="pcm"))
            answer = connection.recv(12)
            assert answer == b"HTTP/1.1 200", answer
            self.sockets.append(connection)

    def take_a_byte(self):
        for connection in self.sockets:
            assert connection.recv(1), "a slow listener was dropped"

    def leave(self):
        for connection in self.sockets:
            connection.close()


class IdleConnections:
    """Connections on which nothing is asked; `half`: with half of a request's header."""

    def __init__(self, server, count, half=False):
        self.sockets = []
        for i in range(count):
            connection = socket.socket()
            connection.bind((f"127.2.{i // 5000}.1", 0))
            connection.connect((server.host, server.port))
            if half:
                connection.sendall(b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Le")
            self.sockets.append(connection)

    def leave(self):
        for connection in self.sockets:
            connection.close()


def write_slowly(server, pause_s, most_s):
    """Sends a request byte by byte; what was answered, or nothing when that took longer than `most_s`."""
    connection = server.socket()
    connection.settimeout(pause_s)
    begin = time.monotonic()
    for byte in speech_request(input="Hello."):
        try:
            connection.sendall(bytes([byte]))
            return connection.recv(4096)
        except (TimeoutError, socket.timeout):
            pass
        except ConnectionError:
            return b""
        if time.monotonic() - begin > most_s:
            return None
    return None
