"""Asks /health all the time, in a process of its own, so that the load's own work does not count."""

import http.client
import json
import select
import subprocess
import sys
import time

PAUSE_S = 0.01


class HealthProbe:
    """Round trips of /health between entering and leaving, in `seconds` after that."""

    def __init__(self, server):
        self.command = [sys.executable, __file__, server.host, str(server.port)]
        self.seconds: list[float] = []

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        return self

    def __exit__(self, *_):
        output, _ = self.process.communicate("")
        self.seconds = json.loads(output)


def main() -> None:
    connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=60)
    taken = []
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE_S)[0]:
        begin = time.monotonic()
        connection.request("GET", "/health")
        connection.getresponse().read()
        taken.append(time.monotonic() - begin)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
