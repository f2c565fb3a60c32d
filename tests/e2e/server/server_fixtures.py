"""Servers for the tests of a session."""

import pytest

from running_server import Server


@pytest.fixture(scope="session")
def start_server(tmp_path_factory):
    """Starts servers with arguments; whatever still runs at the end is ended."""
    started = []

    def start(*arguments, prepare=None, **options):
        home = tmp_path_factory.mktemp("home")
        if prepare:
            prepare(home)
        started.append(Server(home, *arguments, **options))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()


@pytest.fixture(scope="session")
def server(start_server):
    return start_server()
