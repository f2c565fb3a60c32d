"""Troubles of operation: certificates that are wrong, disks that are full, a service manager that watches."""

import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import ssl
import subprocess

import pytest

from running_server import LONG, PROGRAM, ROOT, Server, send_speech

TINY = ROOT / "tests" / "data" / "models" / "tiny"


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_certificate(folder, name, *options):
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
            certificate, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", *options)
    return certificate, key


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    """A folder with a certificate, another one, and what is wrong with them."""
    folder = tmp_path_factory.mktemp("pki")
    _, key = make_certificate(folder, "good", "-days", "2")
    make_certificate(folder, "other", "-days", "2")
    openssl("pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", folder / "locked-key.pem")
    (folder / "garbage.pem").write_text("-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n")
    (folder / "cut.pem").write_bytes((folder / "good.pem").read_bytes()[:200])
    (folder / "empty.pem").touch()
    (folder / "folder.pem").mkdir()
    return folder


def run_serve(home, *arguments, **options):
    return subprocess.run([PROGRAM, "serve", "--port", "0", *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "KOKORO_HOME": str(home)}, **options)


@pytest.mark.parametrize("certificate, key, words", [
    ("good.pem", "locked-key.pem", ["locked-key.pem is locked with a passphrase", "openssl pkey -in KEY -out NEW_KEY"]),
    ("good.pem", "other-key.pem", ["other-key.pem is not that of the certificate in", "good.pem"]),
    ("good.pem", "good.pem", ["good.pem holds no private key in PEM"]),
    ("good.pem", None, ["good.pem holds no private key in PEM", "--tls-key"]),
    ("good.pem", "missing.pem", ["TLS key", "missing.pem"]),
    ("garbage.pem", "good-key.pem", ["garbage.pem holds no certificate in PEM"]),
    ("cut.pem", "good-key.pem", ["cut.pem holds no certificate in PEM"]),
    ("empty.pem", "good-key.pem", ["empty.pem holds no certificate in PEM"]),
    ("folder.pem", "good-key.pem", ["TLS certificate", "folder.pem is not a regular file"]),
    ("good.pem", "folder.pem", ["TLS key", "folder.pem is not a regular file"]),
])
def test_certificates_that_are_wrong_are_named(pki, tmp_path, certificate, key, words):
    arguments = ["--tls-certificate", pki / certificate] + ([] if key is None else ["--tls-key", pki / key])
    ended = run_serve(tmp_path, *arguments, stdin=subprocess.DEVNULL)
    assert 1 <= ended.returncode <= 63
    assert all(word in ended.stderr for word in words), ended.stderr


def test_files_that_cannot_be_read_are_named(pki, tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    locked = tmp_path / "locked.pem"
    shutil.copy(pki / "good.pem", locked)
    locked.chmod(0)
    assert "locked.pem: Permission denied" in run_serve(tmp_path, "--tls-certificate", locked).stderr


def handshake(server, certificate):
    context = ssl.create_default_context(cafile=certificate)
    context.check_hostname = False
    with socket.create_connection((server.host, server.port), timeout=60) as plain:
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
            return secure.version()


def test_an_expired_certificate_is_told_of(pki, start_server):
    openssl("req", "-new", "-key", pki / "good-key.pem", "-subj", "/CN=127.0.0.1", "-out", pki / "request.pem")
    database = pki / "index.txt"
    database.touch()
    (pki / "ca.conf").write_text(f"[ca]\ndefault_ca=a\n[a]\ndatabase={database}\nserial={pki}/serial\n"
                                 "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
    openssl("ca", "-config", pki / "ca.conf", "-batch", "-selfsign", "-keyfile", pki / "good-key.pem", "-in",
            pki / "request.pem", "-out", pki / "expired.pem", "-outdir", pki, "-notext", "-create_serial",
            "-startdate", "20200101000000Z", "-enddate", "20200102000000Z")
    server = start_server("--tls-certificate", str(pki / "expired.pem"), "--tls-key", str(pki / "good-key.pem"))
    assert any("expired.pem has expired" in line for line in server.lines), server.lines
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        handshake(server, pki / "expired.pem")
    assert server.stop() == 0


def test_a_certificate_is_renewed_and_a_wrong_one_changes_nothing(pki, tmp_path, start_server):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    shutil.copy(pki / "good.pem", certificate)
    shutil.copy(pki / "good-key.pem", key)
    server = start_server("--tls-certificate", str(certificate), "--tls-key", str(key))
    assert handshake(server, pki / "good.pem") == "TLSv1.3"
    shutil.copy(pki / "other.pem", certificate)
    server.process.send_signal(signal.SIGHUP)
    server.wait_for_line("the certificate in use stays: TLS key: the key in .*key.pem is not that of the certificate")
    assert handshake(server, pki / "good.pem")
    shutil.copy(pki / "other-key.pem", key)
    server.process.send_signal(signal.SIGHUP)
    for _ in range(20000):
        try:
            handshake(server, pki / "other.pem")
            break
        except ssl.SSLCertVerificationError:
            continue
    else:
        raise AssertionError("the new certificate was not taken")
    assert server.stop() == 0


def small_files(bytes_each):
    """What a full disk is to a program: writing beyond so many bytes of a file fails."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_each, bytes_each))
    return limit


def test_a_full_disk_under_downloads_loses_the_copy_only(start_server, server):
    full = start_server(preexec_fn=small_files(10_000))
    fields = {"input": "This copy is larger than there is place for. " * 3, "response_format": "wav", "seed": 2}
    status, headers, body = full.speak(**fields, return_download_link=True, return_timing=True)
    assert status == 200 and body == server.speak(**fields)[2], "all of the speech"
    assert full.request("GET", "/v1" + headers["X-Download-Path"])[0] == 404
    assert full.request("GET", "/v1" + headers["X-Timing-Path"])[0] == 404
    full.wait_for_line("a download cannot be kept: cannot write a download: File too large")
    assert full.get_json("/health")[1]["status"] == "healthy"
    short = full.speak(input="Hi.", response_format="opus", return_download_link=True)
    assert full.request("GET", "/v1" + short[1]["X-Download-Path"])[2], "what has place is kept"
    assert full.stop() == 0


def test_without_a_folder_for_downloads_speech_comes_all_the_same(start_server, tmp_path):
    folder = tmp_path / "gone"
    server = start_server("--download-folder", str(folder))
    status, headers, body = server.speak(input="Hi.", return_download_link=True)
    assert status == 200 and body and headers["X-Download-Status"] == "unavailable"
    assert headers["X-Download-Path"] is None
    server.wait_for_line("a download cannot be kept: cannot make a file in .*gone: No such file or directory")
    assert server.stop() == 0


def test_a_full_disk_under_saved_voices_leaves_nothing_behind(start_server):
    server = start_server("--allow-voice-saving", "true", preexec_fn=small_files(1000))
    for folder, name, file in (("builds", "config.json", TINY / "config.json"),
                               ("models", "kokoro-v1_0.pth", TINY / "kokoro-v1_0.pth"),
                               ("voices", "one.pt", TINY / "voices" / "tiny0.pt")):
        (pathlib.Path(server.home) / folder / "v1_0").mkdir(parents=True)
        shutil.copy(file, pathlib.Path(server.home) / folder / "v1_0" / name)
    server.process.send_signal(signal.SIGHUP)
    for _ in range(20000):
        if server.get_json("/v1/audio/voices?legacy=true")[1]["voices"] == ["one"]:
            break
    status, headers, body = server.request("POST", "/v1/audio/voices/combine?name=mine", '"one"',
                                           {"Content-Type": "application/json"})
    error = json.loads(body)["error"]
    assert (status, error["type"], error["code"]) == (500, "server_error", "io")
    assert "its log says why" in error["message"] and str(server.home) not in body.decode()
    server.wait_for_line(f"{headers['X-Request-Id']}.*cannot write .*mine.pt: File too large")
    assert [path.name for path in (pathlib.Path(server.home) / "voices" / "v1_0").iterdir()] == ["one.pt"]
    assert server.get_json("/v1/audio/voices?legacy=true")[1]["voices"] == ["one"]
    assert server.speak(input="Hi.", voice="one")[0] == 200
    assert server.stop() == 0


def test_a_full_disk_under_the_access_log_is_told_once(start_server):
    server = start_server("--access-log", "/dev/full")
    for _ in range(3):
        assert server.get_json("/health")[0] == 200
    server.wait_for_line("access log: cannot write /dev/full: No space left on device; its lines are lost")
    assert server.speak(input="Hi.")[0] == 200
    assert server.stop() == 0
    assert sum("No space left" in line for line in server.lines) == 1


def test_the_watchdog_is_fed_while_speech_is_made(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        server = Server(tmp_path, environment={"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000"})
        try:
            assert manager.recv(100) == b"READY=1"
            assert [manager.recv(100) for _ in range(3)] == [b"WATCHDOG=1"] * 3
            stream = send_speech(server, input=LONG[:1600], response_format="pcm")
            response = stream.getresponse()
            heard = 0
            while block := response.read(500_000):
                heard += len(block)
                assert manager.recv(100) == b"WATCHDOG=1", "each block of ten seconds takes longer than 50 ms"
            assert heard > 3_000_000
            server.process.send_signal(signal.SIGHUP)
            said = {manager.recv(100)}
            while b"RELOADING=1" not in said:
                said.add(manager.recv(100))
            server.process.terminate()
            while b"STOPPING=1" not in said:
                said.add(manager.recv(100))
            assert server.process.wait(60) == 0
        finally:
            server.process.kill()
            server.process.wait()


def test_the_watchdog_of_another_process_is_not_fed(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        server = Server(tmp_path, environment={"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000",
                                               "WATCHDOG_PID": "1"})
        assert manager.recv(100) == b"READY=1"
        assert server.stop() == 0
        assert manager.recv(100) == b"STOPPING=1"


def test_a_stream_goes_on_while_everything_is_read_again(start_server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("sk-old\n")
    keys.chmod(0o600)
    server = start_server("--api-key-file", str(keys))
    old, new = ({"Authorization": f"Bearer sk-{name}", "Content-Type": "application/json"} for name in ("old", "new"))
    text = json.dumps({"input": LONG[:1600].replace("sentence", "zyzzyva"), "response_format": "pcm", "seed": 1})

    def speak(text, headers):
        return server.request("POST", "/v1/audio/speech", text, headers)

    before = speak(text, old)[2]
    connection = server.connect()
    connection.request("POST", "/v1/audio/speech", text, old)
    response = connection.getresponse()
    heard = response.read(4800)
    home = pathlib.Path(server.home)
    keys.write_text("sk-new\n")
    (home / "lexicons").mkdir()
    (home / "lexicons" / "mine.tsv").write_text("zyzzyva\t/wˈʌn/\n", encoding="utf-8")
    (home / "lexicons" / "wrong.tsv").write_text("no tab\n")
    server.process.send_signal(signal.SIGHUP)
    for _ in range(20000):
        if speak(json.dumps({"input": "Hi."}), new)[0] == 200:
            break
    server.wait_for_line("wrong.tsv")
    short = json.dumps({"input": "zyzzyva.", "response_format": "pcm", "seed": 1})
    assert speak(short, old)[0] == 401
    one = json.dumps({"input": "[zyzzyva](/wˈʌn/).", "response_format": "pcm", "seed": 1})
    assert speak(short, new)[2] == speak(one, new)[2], "the new lexicon holds for new requests"
    assert heard + response.read() == before, "and the stream goes on with what it began with"
    connection.close()
    assert server.stop() == 0
