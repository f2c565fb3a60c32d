import hashlib
import http.server
import re
import signal
import subprocess
import threading

import pytest

# Looks like a PyTorch file and has the size of a voice pack.
VOICE = b"PK\x03\x04" + bytes(range(256)) * 2044 + b"PK\x05\x06" + bytes(18)


class Hub(http.server.ThreadingHTTPServer):
    """A stand-in for the model hub: answers every voice, with ranges; what it does can be changed by path."""

    daemon_threads = True

    def __init__(self):
        self.requests = []
        self.statuses = {}  # last part of the path: list of (status, headers) to give first
        self.body = VOICE
        self.endless = False  # no length, and no end
        self.sent = []  # bytes of each endless answer, in a list of their own
        self.limit = None  # bytes after which it falls silent
        self.silent = threading.Event()
        self.end = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        hub = self.server
        hub.requests.append((self.path, self.headers.get("Range")))
        special = hub.statuses.get(self.path.rsplit("/", 1)[-1])
        if special:
            status, headers = special.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if hub.endless:
            self.send_response(200)
            self.end_headers()
            sent = [self.wfile.write(hub.body)]
            hub.sent.append(sent)
            try:
                while True:
                    sent[0] += self.wfile.write(bytes(65536))
            except OSError:
                return
        start = 0
        if self.headers.get("Range"):
            start = int(re.match(r"bytes=(\d+)-", self.headers["Range"]).group(1))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.body) - 1}/{len(hub.body)}")
        self.send_header("ETag", '"v"')
        self.send_header("Content-Length", str(len(hub.body) - start))
        self.end_headers()
        if hub.limit is None:
            self.wfile.write(hub.body[start:])
            return
        self.wfile.write(hub.body[start : hub.limit])
        self.wfile.flush()
        hub.silent.set()
        hub.end.wait(30)

    def log_message(self, *arguments):
        pass


OLD_NAMES = "af af_bella af_nicole af_sarah af_sky am_adam am_michael bf_emma bf_isabella bm_george bm_lewis".split()
OLD_VOICE = b"PK\x03\x04" + bytes(511 * 256 * 4) + b"PK\x05\x06" + bytes(18)


@pytest.fixture
def sums(kokoro):
    """The hashes of the stand-in's voices, which a pull takes instead of the published ones."""
    names = [f"voices/v1_0/{name}.pt" for name in ("af_bella", "af_sky", "am_adam")]
    lines = [f"{hashlib.sha256(VOICE).hexdigest()}  {name}\n" for name in names]
    lines += [f"{hashlib.sha256(OLD_VOICE).hexdigest()}  voices/v0_19/{name}.pt\n" for name in OLD_NAMES]
    path = kokoro.folder / "sums"
    path.write_text("".join(lines))
    return ["--checksums", path]


@pytest.fixture
def hub(kokoro):
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    kokoro.environment["HF_ENDPOINT"] = server.url + "/"
    yield server
    server.end.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_voices_arrive_and_are_listed(kokoro, hub, sums):
    done = kokoro("pull", "--voice", "af_bella", "--voice", "am_adam", *sums)
    assert done.returncode == 0, done.stderr
    assert "2 files downloaded" in done.stderr.decode()
    folder = kokoro.home / "voices/v1_0"
    assert (folder / "af_bella.pt").read_bytes() == VOICE
    digest = hashlib.sha256(VOICE).hexdigest()
    assert (kokoro.home / "SHA256SUMS").read_text() == (
        f"{digest}  voices/v1_0/af_bella.pt\n{digest}  voices/v1_0/am_adam.pt\n")
    assert sorted(hub.requests)[0][0] == (
        "/hexgrad/Kokoro-82M/resolve/f3ff3571791e39611d31c381e3a41a3af07b4987/voices/af_bella.pt")
    again = kokoro("pull", "--voice", "af_bella", "--voice", "am_adam", *sums)
    assert "0 files downloaded, 2 were here" in again.stderr.decode()


def test_all_voices_of_the_old_version(kokoro, hub, sums):
    hub.body = OLD_VOICE
    flags = [word for name in OLD_NAMES for word in ("--voice", name)]
    done = kokoro("pull", "--version", "v0.19", *flags, "--quiet", *sums)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.stem for path in (kokoro.home / "voices/v0_19").iterdir()) == sorted(OLD_NAMES)
    assert {path.rsplit("/", 1)[0] for path, _ in hub.requests} == {"/hexgrad/kLegacy/resolve/main/v0.19/voices"}


def test_wrong_hash_is_refused(kokoro, hub):
    hub.body = VOICE[:-22] + bytes(523_425 - len(VOICE)) + VOICE[-22:]  # as long as the published one
    done = kokoro("pull", "--voice", "af_heart")
    assert done.returncode == 6
    assert hashlib.sha256(hub.body).hexdigest() in done.stderr.decode()
    assert "0ab5709b8ffab19bfd849cd11d98f75b60af7733253ad0d67b12382a102cb4ff" in done.stderr.decode()
    assert not list((kokoro.home / "voices/v1_0").iterdir())


@pytest.mark.parametrize("version, voice", [("v1.0", "af_sky"), ("v1.0", "zm_yunyang"), ("v0.19", "af"),
                                            ("v0.19", "bm_lewis")])
def test_another_voice_in_place_of_a_published_one_is_refused(kokoro, hub, version, voice):
    done = kokoro("pull", "--version", version, "--voice", voice)
    assert done.returncode == 6, done.stderr
    assert "instead of" in done.stderr.decode() or "at most" in done.stderr.decode()
    assert not [path for path in kokoro.home.rglob("*") if path.is_file()], "no voice and no .part"


@pytest.mark.parametrize("arguments", [("--voice", "af_sky"), ("--version", "v0.19", "--voice", "af"), ("--version", "v0.19")])
def test_a_file_without_an_end_fills_no_disk(kokoro, hub, arguments):
    hub.endless = True
    done = kokoro("pull", *arguments, "--retries", "0")
    assert done.returncode == 6, done.stderr
    refused = re.search(r"of ([\w.-]+) instead of at most", done.stderr.decode())
    assert refused, done.stderr
    assert max(sent[0] for sent in hub.sent) < 340_000_000
    assert not list(kokoro.home.rglob(refused[1] + ".part"))
    # Others that came beside it were broken off, and none was longer than it may be.
    assert all(part.stat().st_size < 1_000_000 for part in kokoro.home.rglob("*.pt.part"))


def test_the_model_is_checked(kokoro, hub):
    done = kokoro("pull")
    assert done.returncode == 6
    assert "instead of" in done.stderr.decode()
    assert not list(kokoro.home.rglob("*.pth"))


def test_server_error_is_retried(kokoro, hub, sums):
    hub.statuses["af_sky.pt"] = [(503, {})]
    done = kokoro("pull", "--voice", "af_sky", *sums)
    assert done.returncode == 0
    assert "HTTP 503" in done.stderr.decode() and "again in 1 s" in done.stderr.decode()


@pytest.mark.parametrize("status, headers, code, message", [
    (404, {}, 3, "the server has no .*af_sky.pt"),
    (403, {}, 8, "refuses"),
    (429, {"Retry-After": "7200"}, 8, "asks to wait 7200 s"),
    (500, {}, 8, "HTTP 500"),
])
def test_statuses(kokoro, hub, status, headers, code, message):
    hub.statuses["af_sky.pt"] = [(status, headers)]
    done = kokoro("pull", "--voice", "af_sky", "--retries", "0")
    assert done.returncode == code
    assert re.search(message, done.stderr.decode())
    assert "hint: " in done.stderr.decode()


def test_no_network(kokoro, hub):
    kokoro.environment["HF_ENDPOINT"] = "http://127.0.0.1:1"
    done = kokoro("pull", "--voice", "af_sky", "--retries", "0")
    assert done.returncode == 8
    assert "online" in done.stderr.decode()


def test_interrupted_download_goes_on(kokoro, hub, sums):
    hub.limit = 200_000
    running = subprocess.Popen(kokoro.command("pull", "--voice", "af_sky", *sums), env=kokoro.environment,
                               stderr=subprocess.PIPE)
    assert hub.silent.wait(30)
    part = kokoro.home / "voices/v1_0/af_sky.pt.part"
    while not part.exists() or part.stat().st_size < hub.limit:
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 11
    assert part.stat().st_size == hub.limit
    hub.limit = None
    assert kokoro("pull", "--voice", "af_sky", *sums).returncode == 0
    assert hub.requests[-1][1] == "bytes=200000-"
    assert (kokoro.home / "voices/v1_0/af_sky.pt").read_bytes() == VOICE


def test_lexicon_is_refused_with_another_hash(kokoro, hub):
    kokoro.environment["PYPI_FILES_ENDPOINT"] = hub.url
    hub.body = VOICE * 8
    done = kokoro("pull", "lexicon", "--retries", "0")
    assert done.returncode == 6, done.stderr
    assert hub.requests[0][0].endswith("/misaki-0.9.4-py3-none-any.whl")
    assert not list(kokoro.home.glob("lexicons/*.klex"))


def test_lexicon_from_another_file_is_refused(kokoro, tmp_path):
    (tmp_path / "other.whl").write_bytes(VOICE)
    done = kokoro("pull", "lexicon", "--wheel", "other.whl")
    assert done.returncode == 6, done.stderr
    assert b"SHA-256" in done.stderr
    assert kokoro("pull", "dictionary").returncode == 2
