"""Who may come in, under which name, and what is told of them."""

import json
import socket
import struct
import subprocess

import pytest
from attacks import JSON, ask, connect, pauses, raw, send_json

HELLO = json.dumps({"input": "Hello.", "response_format": "pcm"})
KEY = "sk-secret-of-the-test"


def status_of(server, headers=None, method="POST", path="/v1/audio/speech", body=HELLO, host=None):
    connection = connect(server)
    connection.putrequest(method, path, skip_host=host is not None, skip_accept_encoding=True)
    for name, value in (({"Host": host} if host is not None else {}) | (headers or {})).items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode())
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def with_headers(server, *headers, **more):
    return status_of(server, dict([*JSON.items(), *headers]), **more)


def test_keys_are_in_no_log(start_server):
    server = start_server("--log-level", "debug", environment={"KOKORO_API_KEYS": KEY})
    assert with_headers(server, ("Authorization", f"Bearer {KEY}")) == 200
    assert with_headers(server, ("Authorization", f"Bearer {KEY}x")) == 401
    assert server.stop() == 0
    server.reader.join(60)
    log = "".join(server.lines)
    assert "a turn of key " in log, "the turns are told"
    assert KEY not in log


def test_one_key_is_one_client_however_it_is_written(start_server):
    server = start_server("--client-limit", "1", environment={"KOKORO_API_KEYS": f"{KEY},other"})
    first = send_json(server, pauses(40), headers={"Authorization": f"Bearer {KEY}"})
    assert first.getresponse().status == 200
    for written in (f"bearer {KEY}", f"Bearer  {KEY}", f"BEARER {KEY}  "):
        status, _, body = ask(server, HELLO, headers={"Authorization": written})
        assert status == 429 and json.loads(body)["error"]["code"] == "client_limit", written
    assert ask(server, HELLO, headers={"Authorization": "Bearer other"})[0] == 200
    first.close()
    assert server.stop() == 0


@pytest.mark.parametrize("host,status", [
    ("127.0.0.1", 200), ("127.0.0.1:1", 200), ("localhost:8880", 200), ("LOCALHOST", 200), ("kokoro", 200),
    ("[::1]:8880", 200), ("evil.example", 403), ("evil.example:8880", 403), ("127.0.0.1.evil.example", 403),
    ("192.0.2.7", 403), ("localhost.evil.example", 403), ("speech.example.org", 200), ("a.b.example.net:1", 200)])
def test_only_names_of_this_server_reach_it(named_server, host, status):
    assert with_headers(named_server, host=host) == status
    assert with_headers(named_server, host=host, method="GET", path="/v1/audio/voices", body="") == status


@pytest.fixture(name="named_server", scope="module")
def start_named(start_server):
    server = start_server("--allowed-hosts", "speech.example.org,*.example.net")
    yield server
    assert server.stop() == 0


def test_a_body_without_a_type_is_no_json(server):
    assert status_of(server, {}) == 415
    assert with_headers(server) == 200


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("path,body", [("/v1/audio/speech", HELLO), ("/dev/unload", ""), ("/dev/ssml", '{"text":"a"}')])
def test_pages_of_others_may_do_nothing(unloadable, headers, path, body):
    assert with_headers(unloadable, *headers.items(), path=path, body=body) == 403


@pytest.fixture(name="unloadable", scope="module")
def start_unloadable(start_server):
    server = start_server("--allow-unload", "true")
    yield server
    assert server.stop() == 0


def test_its_own_pages_and_named_ones_may(start_server):
    server = start_server("--cors-origins", "https://good.example")
    own = f"http://{server.host}:{server.port}"
    assert with_headers(server, ("Origin", own), ("Sec-Fetch-Site", "same-origin")) == 200
    assert with_headers(server, ("Origin", own)) == 200
    assert with_headers(server, ("Sec-Fetch-Site", "none")) == 200
    assert with_headers(server, ("Origin", "https://good.example"), ("Sec-Fetch-Site", "cross-site")) == 200
    assert with_headers(server, ("Origin", "https://good.example.evil"), ("Sec-Fetch-Site", "cross-site")) == 403
    # Somebody follows a link to the page.
    navigate = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")]
    assert with_headers(server, *navigate, method="GET", path="/web/", body="") == 200
    assert with_headers(server, *navigate) == 403
    assert server.stop() == 0


def test_a_list_of_keys_without_a_key_opens_no_server(tmp_path):
    from running_server import PROGRAM

    for keys in (",", " , ,"):
        run = subprocess.run([PROGRAM, "serve", "--port", "0"], capture_output=True, text=True, timeout=60, check=False,
                             env={"KOKORO_HOME": str(tmp_path), "KOKORO_API_KEYS": keys, "PATH": "/usr/bin:/bin"})
        assert run.returncode != 0 and "KOKORO_API_KEYS" in run.stderr, run.stderr


def test_open_doors_are_warned_of(start_server):
    def lines_of(everywhere=False, **options):
        server = start_server(**options, host="0.0.0.0" if everywhere else "127.0.0.1")
        assert server.stop() == 0
        server.reader.join(60)
        return "".join(server.lines)

    def write_keys(mode):
        def prepare(home):
            (home / "kokoro.toml").write_text('[server]\napi_keys = ["sk"]\n')
            (home / "kokoro.toml").chmod(mode)
        return prepare

    def everywhere(**environment):
        return lines_of(everywhere=True, environment=environment)

    assert "open to the network" in everywhere()
    assert "open to the network" not in everywhere(KOKORO_API_KEYS=KEY)
    assert "open to the network" not in lines_of()
    assert "can read the API keys in" in lines_of(prepare=write_keys(0o644))
    assert "can read the API keys in" not in lines_of(prepare=write_keys(0o600))


def client_limited(server, headers):
    status, _, body = ask(server, HELLO, headers=headers)
    return status == 429 and json.loads(body)["error"]["code"] == "client_limit"


def test_a_trusted_proxy_says_who_asks(start_server):
    server = start_server("--client-limit", "1", "--trusted-proxies", "127.0.0.66,10.0.0.0/8")
    first = send_json(server, pauses(40), headers={"X-Forwarded-For": "192.0.2.9, 192.0.2.1, 10.1.2.3"})
    assert first.getresponse().status == 200
    assert client_limited(server, {"X-Forwarded-For": "192.0.2.1"})
    assert not client_limited(server, {"X-Forwarded-For": "192.0.2.9"}), "what the client itself wrote is not believed"
    first.close()
    assert server.stop() == 0


def test_other_proxies_are_not_believed(start_server):
    server = start_server("--client-limit", "1")
    first = send_json(server, pauses(40), headers={"X-Forwarded-For": "192.0.2.1"})
    assert first.getresponse().status == 200
    assert client_limited(server, {"X-Forwarded-For": "192.0.2.2"})
    first.close()
    assert server.stop() == 0


def test_the_proxy_protocol_says_who_asks(start_server, tmp_path):
    log = tmp_path / "access.log"
    server = start_server("--proxy-protocol", "true", "--trusted-proxies", "127.0.0.66", "--access-log", str(log))
    get = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11" + struct.pack(">H", 12) + socket.inet_aton("192.0.2.2") + bytes(8)
    assert raw(server, b"PROXY TCP4 192.0.2.1 192.0.2.9 1 2\r\n" + get).startswith(b"HTTP/1.1 200")
    assert raw(server, v2 + get).startswith(b"HTTP/1.1 200")
    assert raw(server, get) == b"", "a proxy that does not say it is not heard"
    assert raw(server, get, address="127.0.0.5").startswith(b"HTTP/1.1 200"), "who is no proxy needs no header"
    assert raw(server, v2 + get, address="127.0.0.5").startswith(b"HTTP/1.1 400")
    assert server.stop() == 0
    clients = [json.loads(line)["client"] for line in log.read_text().splitlines()]
    assert clients[:2] == ["192.0.2.1", "192.0.2.2"] and clients[2] == "127.0.0.5"


def test_connections_of_one_address_have_a_limit(start_server):
    server = start_server("--max-connections-per-address", "20")
    request = b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Le"  # none of them is idle

    def open_one(address):
        one = socket.create_connection((server.host, server.port), source_address=(address, 0))
        one.sendall(request)
        one.settimeout(0.05)
        return one

    sockets = [open_one("127.0.0.66") for _ in range(60)]
    closed = 0
    for one in sockets:
        try:
            closed += one.recv(1) == b""
        except TimeoutError:
            pass
        except ConnectionError:
            closed += 1
    assert closed >= 20
    assert raw(server, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", address="127.0.0.5").startswith(b"HTTP/1.1 200")
    for one in sockets:
        one.close()
    assert server.stop() == 0


def test_compressed_bodies_are_refused(server):
    head = b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: %s\r\n\r\n0\r\n\r\n"
    for coding in (b"gzip, chunked", b"chunked, chunked", b"gzip", b"chunked\r\nTransfer-Encoding: chunked"):
        assert raw(server, head % coding).startswith(b"HTTP/1.1 400"), coding
