import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))

from server_fixtures import server, start_server  # noqa: E402,F401
