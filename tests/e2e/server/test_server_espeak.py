"""espeak-ng runs in a process of its own beside `kokoro serve`: its death costs no request."""

import os
import pathlib
import signal
import threading

import pytest
from running_server import Server


def children(server):
    """Process ids of the server's children, by the arguments they were started with."""
    found = []
    for task in pathlib.Path(f"/proc/{server.process.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                arguments = pathlib.Path(f"/proc/{child}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if "espeak-process" in arguments:
                found.append(int(child))
    return found


@pytest.fixture
def apart(tmp_path):
    server = Server(tmp_path, "--espeak", "process")
    yield server
    server.stop()


def test_killing_it_between_requests_costs_none(apart):
    seen = set()
    for _ in range(3):
        (worker,) = children(apart)
        seen.add(worker)
        os.kill(worker, signal.SIGKILL)
        assert apart.speak(input="Hola, mundo.", lang_code="es", response_format="wav")[0] == 200
    assert len(seen) == 3


def test_killing_it_under_requests_costs_none(apart):
    body = {"input": "Uno dos tres cuatro cinco. " * 3, "lang_code": "es", "response_format": "pcm", "seed": 1,
            "stream": False}
    status, _, expected = apart.speak(**body)
    assert status == 200
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(apart.speak(**body))) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        for worker in children(apart):
            os.kill(worker, signal.SIGKILL)
        for thread in threads:
            thread.join(0.2)
    assert [status for status, _, _ in answers] == [200] * 4
    assert all(audio == expected for _, _, audio in answers)


def test_it_ends_with_the_server(tmp_path):
    server = Server(tmp_path)
    (worker,) = children(server)
    assert server.stop() == 0
    assert not pathlib.Path(f"/proc/{worker}/exe").exists()


def test_inline_starts_no_process(tmp_path):
    server = Server(tmp_path, "--espeak", "inline")
    assert children(server) == []
    assert server.speak(input="Hola.", lang_code="es", response_format="wav")[0] == 200
    server.stop()
