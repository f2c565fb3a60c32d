"""HTTP itself: limits, keep-alive, and how the server ends."""

import json
import signal
import subprocess

import pytest

from running_server import LONG, PROGRAM, send_speech

GET_LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


def read_answer(stream):
    """Status and body of the next response on a socket's file."""
    status = int(stream.readline().split()[1])
    length = 0
    for line in iter(stream.readline, b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, stream.read(length)


def test_a_body_of_ten_megabytes_is_refused(server):
    status, headers, body = server.request("POST", "/v1/audio/speech", b"x" * 10_000_000,
                                           {"Content-Type": "application/json"})
    assert status == 413
    assert headers["X-Request-Id"]
    assert "2097152 bytes" in json.loads(body)["error"]["message"]


def test_a_header_that_never_ends_times_out(start_server):
    server = start_server("--header-timeout-s", "1")
    with server.socket() as client:
        client.sendall(b"GET /health HTTP/1.1\r\nX-Slow: ")
        assert read_answer(client.makefile("rb"))[0] == 408
    assert server.request("GET", "/health")[0] == 200
    assert server.stop() == 0


def test_a_body_that_never_ends_times_out(start_server):
    server = start_server("--body-timeout-s", "1")
    with server.socket() as client:
        client.sendall(b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert read_answer(client.makefile("rb"))[0] == 408
    assert server.stop() == 0


def test_two_requests_at_once_on_one_connection(server):
    speech = json.dumps({"input": "Hi.", "response_format": "wav", "stream": False}).encode()
    with server.socket() as client:
        client.sendall(b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                       b"Content-Length: %d\r\n\r\n%s" % (len(speech), speech) + GET_LIVE)
        stream = client.makefile("rb")
        status, body = read_answer(stream)
        assert status == 200 and body.startswith(b"RIFF")
        assert read_answer(stream) == (200, b'{"status":"live"}')


def test_a_connection_serves_many_requests(server):
    connection = server.connect()
    for _ in range(5):
        connection.request("GET", "/v1/models")
        assert connection.getresponse().read()
        opened = connection.sock
        assert opened is not None
    assert connection.sock is opened
    connection.close()


def test_head_and_options(server):
    status, headers, body = server.request("HEAD", "/v1/models")
    assert (status, body) == (200, b"") and int(headers["Content-Length"]) > 0
    status, headers, body = server.request("OPTIONS", "/v1/audio/speech")
    assert (status, headers["Allow"], body) == (204, "OPTIONS, POST", b"")


def test_the_client_may_name_its_request(server):
    assert server.request("GET", "/health", headers={"X-Request-Id": "abc-1"})[1]["X-Request-Id"] == "abc-1"


def test_becomes_ready(server):
    server.wait_until(lambda health: health["ready"])
    assert server.request("GET", "/health/ready")[0] == 200


def test_finishes_what_runs_and_exits_with_zero(start_server):
    server = start_server()
    text = "This is one of four sentences that are to be finished. " * 4
    expected = server.speak(input=text, response_format="pcm")[2]
    connection = send_speech(server, input=text, response_format="pcm")
    response = connection.getresponse()
    server.process.send_signal(signal.SIGTERM)
    assert response.read() == expected
    connection.close()
    assert server.process.wait(60) == 0


def test_a_second_signal_ends_at_once(start_server):
    server = start_server()
    connection = send_speech(server, input=LONG)
    response = connection.getresponse()
    idle = server.socket()
    idle.sendall(GET_LIVE)
    assert read_answer(idle.makefile("rb"))[0] == 200
    server.process.send_signal(signal.SIGINT)
    assert idle.recv(1) == b"", "the first signal closes idle connections"
    server.process.send_signal(signal.SIGINT)
    assert 1 <= server.process.wait(60) <= 63
    with pytest.raises(Exception):
        response.read()
    connection.close()


def test_an_address_in_use_is_named(server):
    second = subprocess.run([PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(server.port)],
                            capture_output=True, text=True, timeout=60)
    assert 1 <= second.returncode <= 63
    assert f"127.0.0.1 port {server.port}" in second.stderr
