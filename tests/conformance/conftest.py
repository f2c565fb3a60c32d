"""The servers of tests/e2e/server, for the tests of this folder."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "e2e" / "server"))

from server_fixtures import server, start_server  # noqa: E402, F401
