"""Clients that are killed, that read or write slowly, that ask for nothing: none of them holds up the others."""

import re

from abuse import IdleConnections, SlowReaders, kill_clients, raise_file_limit, speech_request, write_slowly


def metric(server, name):
    text = server.request("GET", "/metrics")[2].decode()
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? ([-+.e\d]+)$", text, re.MULTILINE))


def wait_until_idle(server):
    return server.wait_until(lambda health: health["running"] == 0 and health["waiting"] == 0)


def test_killed_clients_leave_nothing_behind(start_server):
    server = start_server()
    kill_clients(server, 4)
    wait_until_idle(server)
    files = metric(server, "process_open_fds")
    kill_clients(server, 40)
    assert wait_until_idle(server)["cancelled"] == 44
    assert metric(server, "process_open_fds") <= files + 1
    assert metric(server, "kokoro_cancelled_total") == 44
    assert metric(server, "kokoro_active_streams") == 0
    assert server.speak(input="Hello.")[0] == 200
    assert server.stop() == 0


def test_slow_readers_hold_up_nobody(start_server):
    server = start_server("--workers", "1")
    slow = SlowReaders(server, 6)
    slow.take_a_byte()
    assert server.speak(input="Hello.", response_format="wav")[0] == 200
    # All of them rest once they are far ahead, and the worker has nothing to do.
    while metric(server, "kokoro_running_turns") > 0:
        pass
    assert server.health()["running"] == 6
    made = metric(server, "kokoro_audio_seconds_total")
    assert server.speak(input="Hello.", response_format="wav")[0] == 200
    assert metric(server, "kokoro_audio_seconds_total") < made + 10
    slow.leave()
    wait_until_idle(server)
    assert server.stop() == 0


def test_slow_writers_are_told(start_server):
    server = start_server("--header-timeout-s", "1")
    answer = write_slowly(server, 0.2, 10)
    assert answer is not None and answer.startswith(b"HTTP/1.1 408")
    assert server.stop() == 0


def test_idle_connections_make_room_for_those_that_ask(start_server):
    raise_file_limit(4096)
    server = start_server("--max-connections", "100")
    idle = IdleConnections(server, 400)
    assert server.speak(input="Hello.")[0] == 200
    busy = server.socket()
    busy.sendall(speech_request(input="Hello. " * 50))
    assert busy.recv(12) == b"HTTP/1.1 200"
    more = IdleConnections(server, 200)
    assert server.request("GET", "/health")[0] == 200
    assert busy.recv(1), "a connection that is answered is not closed"
    for connections in (idle, more):
        connections.leave()
    busy.close()
    assert server.stop() == 0
