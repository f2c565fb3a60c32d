"""Requests that break RFC 9112 (and 9110): each gets a refusal, and nobody else notices."""

import socket

import pytest

SPEECH = b'{"input":"Hi.","response_format":"pcm"}'
POST = b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
GET = b"GET /health/live HTTP/1.1\r\n"
LAST_GET = GET + b"Host: x\r\nConnection: close\r\n\r\n"


def exchange(server, request, half_close=False):
    """All that the server answers to these bytes until it closes the connection."""
    with server.socket() as client:
        client.sendall(request)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        answer = b""
        while part := client.recv(65536):
            answer += part
    return answer


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer else None


MALFORMED = {
    "no request line": b"\x00\x01\x02\x03\r\n\r\n",
    "a line without a target": b"GET\r\nHost: x\r\n\r\n",
    "a line without a version": b"GET /health/live\r\nHost: x\r\n\r\n",
    "two spaces before the version": b"GET /health/live  HTTP/1.1\r\nHost: x\r\n\r\n",
    "an unknown protocol": b"GET /health/live HTTQ/1.1\r\nHost: x\r\n\r\n",
    "a version of the next century": b"GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n",
    "a version that is no number": b"GET /health/live HTTP/x.y\r\nHost: x\r\n\r\n",
    "a target with a space": b"GET /health live HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target with a control character": b"GET /health\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target with a broken escape": b"GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target with an escaped NUL": b"GET /health%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a relative target": b"GET health HTTP/1.1\r\nHost: x\r\n\r\n",
    "a bare carriage return": b"GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n",
    "a space before the colon": GET + b"Host : x\r\n\r\n",
    "a header without a name": GET + b"Host: x\r\n: b\r\n\r\n",
    "a header without a colon": GET + b"Host: x\r\nabc\r\n\r\n",
    "a header with a NUL": GET + b"Host: x\r\nA: b\x00c\r\n\r\n",
    "a name with a bracket": GET + b"Host: x\r\nA(b): c\r\n\r\n",
    "white space before the first header": GET + b" Host: x\r\n\r\n",
    "no host": GET + b"\r\n",
    "two hosts": GET + b"Host: x\r\nHost: y\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: ten\r\n\r\n" + SPEECH,
    "a negative length": POST + b"Content-Length: -1\r\n\r\n" + SPEECH,
    "a length with a sign": POST + b"Content-Length: +39\r\n\r\n" + SPEECH,
    "an endless length": POST + b"Content-Length: 99999999999999999999\r\n\r\n" + SPEECH,
    "two lengths": POST + b"Content-Length: 39\r\nContent-Length: 40\r\n\r\n" + SPEECH,
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "an unknown encoding": POST + b"Transfer-Encoding: gzip\r\n\r\n" + SPEECH,
    "chunked twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "chunked before another encoding": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "a chunk size that is no number": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
    "an endless chunk size": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab\r\n0\r\n\r\n",
    "a negative chunk size": POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n",
    "a chunk that is too long": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", MALFORMED.values(), ids=MALFORMED)
def test_is_refused_once_and_the_connection_closed(server, request_bytes):
    # What follows on the same connection must not be taken for a request: that is how requests are smuggled.
    answer = exchange(server, request_bytes + LAST_GET)
    assert status_of(answer) in (400, 405, 413, 501, 505), answer
    assert answer.count(b"HTTP/1.1 ") == 1, answer
    assert b"connection: close" in answer.lower()
    assert b'"error"' in answer and b"x-request-id:" in answer.lower()
    assert server.get_json("/health/live")[0] == 200


ODD_BUT_VALID = {
    "the form for proxies": b"GET http://other.example:99/health/live?x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "an empty line before": b"\r\nGET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "names in capitals": b"GET /health/live HTTP/1.1\r\nHOST:x\r\nACCEPT:*/*\r\nConnection: close\r\n\r\n",
    "spaces around a value": GET + b"Host: \t x \t \r\nConnection: close\r\n\r\n",
    "an empty host": GET + b"Host:\r\nConnection: close\r\n\r\n",
    "an old version": b"GET /health/live HTTP/1.0\r\nConnection: close\r\n\r\n",
    "the same path, escaped": b"GET /%68ealth/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", ODD_BUT_VALID.values(), ids=ODD_BUT_VALID)
def test_what_is_odd_but_valid_is_answered(server, request_bytes):
    answer = exchange(server, request_bytes)
    assert status_of(answer) == 200 and answer.endswith(b'{"status":"live"}'), answer


@pytest.mark.parametrize("body", [
    b"27\r\n" + SPEECH + b"\r\n0\r\n\r\n",
    b"0000027;name=\"value\"\r\n" + SPEECH + b"\r\n0\r\nX-Trailer: a\r\n\r\n",
    b"".join(b"1\r\n%c\r\n" % byte for byte in SPEECH) + b"0\r\n\r\n",
], ids=["in one chunk", "with extension and trailer", "byte by byte"])
def test_a_body_in_chunks(server, body):
    answer = exchange(server, POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body)
    assert status_of(answer) == 200, answer[:300]


def test_a_folded_header_is_refused_or_joined(server):
    answer = exchange(server, GET + b"Host: x\r\nConnection: close\r\nX-Request-Id: a\r\n b\r\n\r\n")
    assert status_of(answer) in (200, 400)
    if status_of(answer) == 200:
        assert b"\r\n b" not in answer, "the fold is not handed on"


@pytest.mark.parametrize("request_bytes", [
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    GET + b"Host: x\r\nA: " + b"b" * 100_000 + b"\r\n\r\n",
    GET + b"Host: x\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(20_000)) + b"\r\n",
], ids=["target", "value", "number of headers"])
def test_a_header_without_end_is_refused(server, request_bytes):
    with server.socket() as client:
        try:
            client.sendall(request_bytes)
        except ConnectionError:
            pass  # refused before all of it was sent
        assert status_of(client.recv(65536)) == 431


def test_a_body_that_is_cut_off_is_no_request(server):
    before = server.health()["completed"]
    answer = exchange(server, POST + b"Content-Length: 1000\r\n\r\n" + SPEECH, half_close=True)
    assert status_of(answer) in (None, 400)
    assert server.health()["completed"] == before


@pytest.mark.parametrize("method,status", [(b"BREW", 405), (b"get", 405), (b"PATCH", 405), (b"TRACE", 405)])
def test_methods_that_are_not_there(server, method, status):
    answer = exchange(server, method + b" /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status_of(answer) in (status, 400, 501), answer


def test_the_answer_to_head_has_no_body(server):
    answer = exchange(server, b"HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\n" + LAST_GET)
    assert answer.count(b"HTTP/1.1 200 OK") == 2 and answer.count(b'{"status":"live"}') == 1
