"""Syntheses never hold up the network, clients that go away free their worker, the queue has an end."""

import json
import time

import pytest
from running_server import LONG, send_speech


@pytest.mark.serial
def test_health_answers_while_four_syntheses_run(start_server):
    server = start_server("--workers", "4")
    connections = [send_speech(server, input=LONG, response_format="pcm") for _ in range(4)]
    server.wait_until(lambda health: health["running"] == 4)
    waits = []
    for _ in range(20):
        begin = time.monotonic()
        assert server.request("GET", "/health/live")[0] == 200
        waits.append(time.monotonic() - begin)
    assert server.health()["running"] == 4, "the syntheses were too short for this test"
    assert sorted(waits)[10] < 0.2, waits
    for connection in connections:
        connection.close()
    assert server.wait_until(lambda health: health["running"] == 0)["completed"] == 0
    assert server.stop() == 0


def test_a_client_that_goes_frees_its_worker(start_server):
    server = start_server()
    connection = send_speech(server, input=LONG, response_format="pcm")
    response = connection.getresponse()
    assert response.status == 200
    assert response.read(1000)
    response.close()
    connection.close()
    assert server.wait_until(lambda health: health["cancelled"] == 1)["completed"] == 0
    assert server.speak(input="Hello.")[0] == 200
    assert server.stop() == 0


def test_the_first_audio_comes_before_the_last_is_made(start_server):
    server = start_server()
    connection = send_speech(server, input=LONG, response_format="wav")
    response = connection.getresponse()
    assert response.read(100).startswith(b"RIFF")
    assert server.health()["completed"] == 0
    response.close()
    connection.close()
    assert server.stop() == 0


def test_too_many_of_a_client_are_said_at_once(start_server):
    server = start_server("--client-limit", "1")
    first = send_speech(server, input=LONG)
    assert first.getresponse().status == 200
    status, headers, body = server.speak(input="Hello.")
    assert status == 429
    assert int(headers["Retry-After"]) >= 1
    assert json.loads(body)["error"]["type"] == "rate_limit_error"
    assert json.loads(body)["error"]["code"] == "client_limit"
    assert server.speak(input="Hello.", voice="nobody")[0] == 429, "looking for what is wrong with it is work too"
    first.close()
    server.wait_until(lambda health: health["running"] == 0)
    assert server.speak(input="Hello.")[0] == 200
    assert server.stop() == 0


@pytest.mark.serial
def test_a_sentence_is_not_stuck_behind_books(start_server):
    server = start_server("--workers", "1")
    books = [send_speech(server, input=LONG, response_format="pcm", stream=False) for _ in range(4)]
    server.wait_until(lambda health: health["running"] == 4)
    assert server.speak(input="Hello.")[0] == 200
    # The last byte of an answer leaves a moment before the request is counted.
    health = server.wait_until(lambda health: health["completed"] > 0)
    assert health["completed"] == 1, "the sentence is said before the books are"
    for book in books:
        book.close()
    assert server.stop() == 0
