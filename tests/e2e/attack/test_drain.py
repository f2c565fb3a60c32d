"""SIGTERM: the server goes on accepting for a while, then finishes, and ends in time whoever reads slowly."""

import json
import signal
import time

from attacks import ask, connect, pauses, send_json


def test_it_says_that_it_goes_before_it_goes(start_server):
    server = start_server("--drain-delay-s", "5")
    listener = send_json(server, {"input": "One, two. " * 20, "response_format": "pcm"})
    response = listener.getresponse()
    server.process.send_signal(signal.SIGTERM)
    server.wait_until(lambda health: health["draining"])
    assert server.request("GET", "/health/ready")[0] == 503
    assert server.request("GET", "/health/live")[0] == 200
    status, headers, body = ask(server, {"input": "Hello."})
    assert status == 503 and int(headers["Retry-After"]) >= 1, body
    assert len(response.read()) > 48_000, "what was begun is finished"
    assert server.process.wait(60) == 0


def test_who_reads_slowly_is_not_waited_for(start_server):
    server = start_server("--drain-limit-s", "1")
    slow = connect(server)
    slow.request("POST", "/v1/audio/speech", pauses(64), {"Content-Type": "application/json"})
    assert slow.getresponse().read(10)
    begin = time.monotonic()
    assert server.stop() == 0
    assert 0.9 < time.monotonic() - begin < 10
    server.reader.join(60)
    assert any("broken off" in line for line in server.lines), json.dumps(server.lines)


def test_without_anything_to_do_it_ends_at_once(start_server):
    server = start_server()
    begin = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begin < 5
