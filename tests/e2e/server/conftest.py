from server_fixtures import server, start_server  # noqa: F401
