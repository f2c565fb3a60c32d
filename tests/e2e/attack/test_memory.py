"""Memory is bounded by settings, whatever is asked: each at a server that may take 1 GB."""

import json
import re
import socket

import pytest
from attacks import HONEST, ask, connect, first_audio_s, mixes, pauses, resident_mb, watched_memory

LIMIT_MB = 1024


@pytest.fixture(name="bounded")
def start_bounded(start_server):
    server = start_server("--max-memory-mb", "512")
    first_audio_s(server)
    yield server
    assert server.stop() == 0


def test_an_answer_that_would_be_too_large_is_refused_before_speech(bounded):
    with watched_memory(bounded) as most:
        status, _, body = ask(bounded, pauses(8300, stream=False))
    error = json.loads(body)["error"]
    assert status == 413 and error["code"] == "too_large" and "512 MB" in error["message"]
    assert most[0] < resident_mb(bounded) + 64


@pytest.mark.parametrize("path", ["/v1/audio/speech", "/dev/captioned_speech"])
def test_answers_of_compressed_silence_have_the_same_limit(start_server, path):
    server = start_server("--max-answer-mb", "8")
    with watched_memory(server) as most:
        status, _, body = ask(server, pauses(120, stream=False, response_format="mp3"), path)
    assert status == 413 and "8 MB" in json.loads(body)["error"]["message"]
    assert most[0] < LIMIT_MB
    assert server.stop() == 0


def test_a_limit_that_was_not_foreseen_ends_the_speech(start_server):
    """Opus of silence is next to nothing, so that it is taken in; of speech it is more."""
    server = start_server("--max-answer-mb", "1")
    status, _, body = ask(server, {"input": "One, two, three, four. " * 1500, "stream": False, "speed": 0.25,
                                   "response_format": "opus"})
    assert status == 413, body[:200]
    assert server.health()["running"] == 0
    assert server.stop() == 0


def test_answers_share_the_memory(start_server):
    server = start_server("--max-memory-mb", "64")
    # 46 MB each of 16 minutes' silence: there is room for one.
    bodies = [pauses(16, stream=False) for _ in range(4)]
    connections = []
    for body in bodies:
        connection = connect(server)
        connection.request("POST", "/v1/audio/speech", body, {"Content-Type": "application/json"})
        connections.append(connection)
    answers = [connection.getresponse() for connection in connections]
    statuses = sorted(answer.status for answer in answers)
    assert statuses[0] == 200 and statuses[-1] == 503, statuses
    for answer in answers:
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) >= 1
            assert "memory" in json.loads(answer.read())["error"]["message"]
        else:
            assert len(answer.read()) > 40_000_000
    metrics = server.request("GET", "/metrics")[2].decode()
    assert re.search(r"^kokoro_buffer_limit_bytes 67108864$", metrics, re.M)
    assert int(re.search(r"^kokoro_buffer_refusals_total (\d+)$", metrics, re.M)[1]) >= 1
    assert int(re.search(r"^kokoro_buffer_bytes (\d+)$", metrics, re.M)[1]) == 0, "all of it was given back"
    assert server.stop() == 0


def test_thousands_of_mixes_take_no_more_than_a_few(bounded):
    before = resident_mb(bounded)
    with watched_memory(bounded) as most:
        connection = connect(bounded)
        connection.request("POST", "/v1/audio/speech", mixes(), {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.status == 200
        for _ in range(20):
            response.read(48_000)
        connection.close()
    # 64 mixes stay in the cache, and what a sentence needs; it was 1.3 GB.
    assert most[0] < before + 200


def test_bodies_without_a_key_are_not_read(start_server):
    server = start_server(environment={"KOKORO_API_KEYS": "sk-one"})
    head = (b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 2000000\r\n\r\n")
    piece = b" " * 100_000
    sockets = []
    with watched_memory(server) as most:
        before = most[0]
        for i in range(1000):
            one = socket.create_connection((server.host, server.port), source_address=(f"127.0.1.{i % 200 + 1}", 0))
            one.sendall(head)
            one.setblocking(False)
            sockets.append(one)
        for one in sockets:
            try:
                one.send(piece)
            except OSError:
                pass
        answers = []
        for one in sockets:
            one.settimeout(60)
            answers.append(one.recv(12))
            one.close()
    assert set(answers) == {b"HTTP/1.1 401"}
    assert most[0] < before + 150, "it was 2 GB"
    assert server.stop() == 0


def test_bodies_of_one_client_have_a_limit(start_server):
    server = start_server()
    head = (b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 2000000\r\n\r\n")
    sockets = [socket.create_connection((server.host, server.port), source_address=("127.0.0.66", 0)) for _ in range(40)]
    for one in sockets:
        one.sendall(head)
    # Those that are too many are answered; the others wait for their body.
    answered = 0
    for one in sockets[::-1]:
        one.settimeout(10 if not answered else 0.1)
        try:
            assert one.recv(12) == b"HTTP/1.1 503"
            answered += 1
        except TimeoutError:
            break
    assert answered >= 20
    assert first_audio_s(server, HONEST) is not None
    for one in sockets:
        one.close()
    assert server.stop() == 0
